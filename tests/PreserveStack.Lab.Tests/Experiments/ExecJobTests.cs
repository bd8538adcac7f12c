// SPDX-License-Identifier: MIT
using PreserveStack.Lab.Machines;
using PreserveStack.Lab.Topologies;
using Xunit;

namespace PreserveStack.Lab.Tests.Experiments;

public sealed class ExecJobTests : IDisposable
{
    private static readonly Topology TwoLinks = Failover.Load("two-links", new Dictionary<string, string>());

    private readonly string _folder = Directory.CreateTempSubdirectory("exec").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_script_travels_with_the_files_beside_it()
    {
        var script = Path.Combine(_folder, "my test.sh");
        File.WriteAllText(script, "#!/bin/bash\nsource ./lib.sh\n");
        File.WriteAllText(Path.Combine(_folder, "lib.sh"), "true\n");

        var job = Create(script, "it's", "two words");

        Assert.Equal(["/job/files/lib.sh", "/job/files/my test.sh"], job.Files.Select(file => file.GuestPath));
        Assert.True(job.Files[1].Mode.HasFlag(UnixFileMode.UserExecute));
        Assert.EndsWith("cd /job/files\nexec './my test.sh' 'it'\\''s' 'two words'\n", job.Script, StringComparison.Ordinal);
        Assert.True(job.WithHostRoot);
        Assert.Equal("2001:db8:1::c", job.Environment["CLIENT1"]);
    }

    [Fact]
    public void What_the_user_wrote_tells_which_programs_are_needed()
    {
        var script = Path.Combine(_folder, "test.sh");
        File.WriteAllText(script, "session-probe server 7000\n");
        File.WriteAllText(Path.Combine(_folder, "other.sh"), "other-program\n");

        Assert.Contains("session-probe server", Create(script).CommandText, StringComparison.Ordinal);
        Assert.DoesNotContain("other-program", Create(script).CommandText, StringComparison.Ordinal);
        Assert.Contains("session-probe", Create("session-probe", "client").CommandText, StringComparison.Ordinal);
    }

    [Fact]
    public void A_big_folder_stays_behind()
    {
        var script = Path.Combine(_folder, "test.sh");
        File.WriteAllText(script, "");
        File.WriteAllBytes(Path.Combine(_folder, "big"), new byte[9 * 1024 * 1024]);

        Assert.Equal("/job/files/test.sh", Assert.Single(Create(script).Files).GuestPath);
    }

    [Theory]
    [InlineData("ip -n client link", "exec bash -c 'ip -n client link'\n")]
    [InlineData("true;false", "exec bash -c 'true;false'\n")]
    [InlineData("ls", "exec 'ls'\n")]
    public void One_text_with_shell_characters_is_for_the_shell(string command, string expected)
        => Assert.EndsWith(expected, Create(command).Script, StringComparison.Ordinal);

    [Fact]
    public void Several_words_are_a_program_with_its_arguments()
        => Assert.EndsWith("exec 'echo' 'a;b' '$HOME'\n", Create("echo", "a;b", "$HOME").Script, StringComparison.Ordinal);

    [Fact]
    public void Without_the_module_nothing_is_loaded()
    {
        var job = ExecJob.ForCommand(TwoLinks, new ExecOptions { NoModule = true }, ["ls"]);

        Assert.False(job.WithModule);
        Assert.DoesNotContain("insmod", job.Script, StringComparison.Ordinal);
    }

    [Fact]
    public void A_command_is_needed()
        => Assert.Contains("after --", Assert.Throws<LabUsageException>(() => Create()).Message, StringComparison.Ordinal);

    private static GuestJob Create(params string[] command) => ExecJob.ForCommand(TwoLinks, new ExecOptions(), command);
}
