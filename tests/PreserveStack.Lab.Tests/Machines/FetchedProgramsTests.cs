// SPDX-License-Identifier: MIT
using PreserveStack.Lab.Images;
using Xunit;

namespace PreserveStack.Lab.Tests.Machines;

public sealed class FetchedProgramsTests
{
    [Fact]
    public void A_line_says_who_needs_which_packages_without_what()
    {
        FetchedProgram program = Assert.Single(FetchedProgram.Parse("# comment\n\ndb dbbench : db-server libdb -tsearch_* -extension  # trailing\n"));
        Assert.Equal(["db", "dbbench"], program.Names);
        Assert.Equal(["db-server", "libdb"], program.Packages);
        Assert.Equal(["tsearch_*", "extension"], program.Excluded);
    }

    [Theory]
    [InlineData("db db-server")]
    [InlineData(": db-server")]
    [InlineData("db :")]
    [InlineData("db : -extension")]
    [InlineData("db : db-server : libdb")]
    public void Another_line_is_refused(string line) =>
        Assert.Contains($"'{line}'", Assert.Throws<FormatException>(() => FetchedProgram.Parse(line)).Message, StringComparison.Ordinal);

    [Fact]
    public void The_list_of_the_product_names_each_program_once()
    {
        var paths = new LabPaths { Root = Checkout.Root, Cache = "/none" };
        List<string> names = [.. new FetchedPrograms(paths, new LabCache("/none")).Listed().SelectMany(program => program.Names)];
        Assert.Contains("rsync", names);
        Assert.Equal(names.Distinct(), names);
    }

    [Fact]
    public async Task A_job_that_names_no_program_fetches_none()
    {
        using var folder = new TemporaryFolder();
        var paths = new LabPaths { Root = Checkout.Root, Cache = folder.File("cache") };
        Assert.Empty(await new FetchedPrograms(paths, new LabCache(paths.Cache)).NamedInAsync("ip link; my-rsync; ls .git", CancellationToken.None));
        Assert.False(Directory.Exists(paths.Cache));
    }

    [Fact]
    public void What_is_unpacked_keeps_programs_and_libraries_and_links()
    {
        using var folder = new TemporaryFolder();
        foreach (string file in (string[])["etc/db.conf", "lib/x/libdb.so.1.2", "usr/bin/db", "usr/lib/db/extension/a.so", "usr/lib/db/b.so", "usr/sbin/db", "usr/share/db/locale/c", "usr/share/db/d", "usr/share/man/e", "var/f"])
        {
            Directory.CreateDirectory(Path.GetDirectoryName(folder.File(file))!);
            File.WriteAllText(folder.File(file), file);
        }

        File.CreateSymbolicLink(folder.File("usr/bin/dbd"), "db");
        File.CreateSymbolicLink(folder.File("usr/lib/db/lost"), "extension");
        File.CreateSymbolicLink(folder.File("usr/lib/old"), "db");
        FetchedPrograms.Strip(folder.Path, ["extension"]);
        Assert.Equal(
            ["/lib/x/libdb.so.1.2", "/usr/bin/db", "/usr/bin/dbd", "/usr/lib/db/b.so", "/usr/lib/db/lost", "/usr/lib/old", "/usr/share/db/d"],
            FetchedPrograms.Entries(folder.Path).Select(entry => entry.Path));
    }
}
