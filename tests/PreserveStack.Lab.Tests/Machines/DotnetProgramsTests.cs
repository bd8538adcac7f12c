// SPDX-License-Identifier: MIT
using PreserveStack.Lab.Images;
using Xunit;

namespace PreserveStack.Lab.Tests.Machines;

public sealed class DotnetProgramsTests
{
    [Theory]
    [InlineData("session-probe server 7000", true)]
    [InlineData("exec '/usr/bin/session-probe' 'server'", true)]
    [InlineData("# Needs session-probe.\n", true)]
    [InlineData("my-session-probe", false)]
    [InlineData("session-probes", false)]
    [InlineData("session probe", false)]
    public void A_program_is_named_by_its_whole_name(string text, bool named) =>
        Assert.Equal(named, DotnetPrograms.Names(text, "session-probe"));

    [Fact]
    public async Task A_job_that_names_no_program_builds_none()
    {
        using var folder = new TemporaryFolder();
        var paths = new LabPaths { Root = Checkout.Root, Cache = folder.File("cache") };
        Assert.Empty(await new DotnetPrograms(paths, new LabCache(paths.Cache)).NamedInAsync("ip link", CancellationToken.None));
        Assert.False(Directory.Exists(paths.Cache));
    }

    [Fact]
    public void Every_project_of_the_list_is_compiled_ahead_of_time()
    {
        var paths = new LabPaths { Root = Checkout.Root, Cache = "/none" };
        List<DotnetProject> projects = [.. new DotnetPrograms(paths, new LabCache("/none")).Projects()];
        Assert.Contains(projects, project => project.ProgramName == "session-probe");
        Assert.All(projects, project => Assert.Contains("<PublishAot>true</PublishAot>", File.ReadAllText(project.File), StringComparison.Ordinal));
    }

    [Fact]
    public void What_a_program_is_made_of_includes_what_it_refers_to_and_links_and_no_output()
    {
        using var folder = new TemporaryFolder();
        Write(folder, "app/app.csproj", """<Project><PropertyGroup><AssemblyName>tool</AssemblyName></PropertyGroup><ItemGroup><ProjectReference Include="../library/library.csproj" /><Compile Include="../other/shared/*.cs;../other/One.cs" /></ItemGroup></Project>""");
        Write(folder, "app/Program.cs", "");
        Write(folder, "app/obj/Generated.cs", "");
        Write(folder, "library/library.csproj", """<Project><ItemGroup><ProjectReference Include="../app/app.csproj" /></ItemGroup></Project>""");
        Write(folder, "library/Wire/Frame.cs", "");
        Write(folder, "other/Other.cs", "");
        Write(folder, "other/One.cs", "");
        Write(folder, "other/shared/Many.cs", "");

        var project = DotnetProject.InFolder(folder.File("app"));

        Assert.Equal("tool", project.ProgramName);
        Assert.Equal(
            ["app/Program.cs", "app/app.csproj", "other/shared/Many.cs", "other/One.cs", "library/Wire/Frame.cs", "library/library.csproj"],
            project.Sources().Select(file => Path.GetRelativePath(folder.Path, file)));
    }

    private static void Write(TemporaryFolder folder, string path, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(folder.File(path))!);
        File.WriteAllText(folder.File(path), text);
    }
}
