// SPDX-License-Identifier: MIT
using PreserveStack.Lab;
using PreserveStack.Lab.Machines;
using Xunit;

namespace PreserveStack.Cli.Tests;

public class LabCommandTests
{
    [Fact]
    public async Task Exec_passes_bytes_through_unchanged_and_returns_the_scripts_status()
    {
        using var cli = new Cli { Lab = new ScriptedLab { Status = 37, StandardOutput = [0, 255, 10, 13, 195], StandardError = [254] } };
        Assert.Equal(37, await cli.RunAsync("lab exec two-links -- ./my-test.sh --json -n x"));
        Assert.Equal([0, 255, 10, 13, 195], cli.OutputBytes);
        Assert.Equal([254], cli.ErrorBytes);
        Assert.Empty(cli.Output);
        Assert.Equal(["./my-test.sh", "--json", "-n", "x"], cli.Lab.Command);
    }

    [Fact]
    public async Task Exec_keeps_words_with_blanks_together()
    {
        using var cli = new Cli();
        await cli.RunAsync(["lab", "exec", "two-links", "--", "echo a b; echo '@c'", "@file", "[x]"]);
        Assert.Equal(["echo a b; echo '@c'", "@file", "[x]"], cli.Lab.Command);
    }

    [Fact]
    public async Task Exec_hands_its_options_to_the_lab()
    {
        using var cli = new Cli();
        await cli.RunAsync(
            "lab exec two-routers --vm uml --kernel 6.12 --seed 5 --smp 2 --set delay=50ms --set rate=5mbit --plain server --plain client --no-host-root --out /x -- ls");
        Assert.Equal("two-routers", cli.Lab.Topology);
        ExecOptions options = cli.Lab.ExecOptions!;
        Assert.Equal(new MachineOptions { Kind = MachineKind.Uml, Kernel = "6.12", Seed = 5, Processors = 2 }, options.Machine);
        Assert.Equal(new Dictionary<string, string> { ["delay"] = "50ms", ["rate"] = "5mbit" }, options.Parameters);
        Assert.Equal(["server", "client"], options.PlainHosts);
        Assert.False(options.NoModule);
        Assert.False(options.WithHostRoot);
        Assert.Equal("/x", options.OutputDirectory);
    }

    [Fact]
    public async Task Exec_without_options_uses_the_defaults_of_the_lab()
    {
        using var cli = new Cli();
        await cli.RunAsync("lab exec two-routers --no-module -- ls");
        Assert.Equal(new MachineOptions(), cli.Lab.ExecOptions!.Machine);
        Assert.True(cli.Lab.ExecOptions.NoModule);
        Assert.True(cli.Lab.ExecOptions.WithHostRoot);
    }

    [Fact]
    public async Task Exec_as_json_is_one_object()
    {
        using var cli = new Cli { Lab = new ScriptedLab { Status = 3, StandardOutput = "é"u8.ToArray() } };
        Assert.Equal(3, await cli.RunAsync("--json lab exec two-links -- ls"));
        Assert.Equal(3, cli.Json.GetProperty("exit_status").GetInt32());
        Assert.Equal("é", cli.Json.GetProperty("standard_output").GetString());
        Assert.Equal("qemu", cli.Json.GetProperty("vm").GetString());
        Assert.Equal("trace.pcap", Assert.Single(cli.Json.GetProperty("files").EnumerateArray()).GetString());
        Assert.Empty(cli.OutputBytes);
    }

    [Fact]
    public async Task Shell_returns_the_status_of_the_shell()
    {
        using var cli = new Cli { Lab = new ScriptedLab { Status = 5 } };
        Assert.Equal(5, await cli.RunAsync("lab shell two-links --kernel 6.12"));
        Assert.Equal("6.12", cli.Lab.ExecOptions!.Machine.Kernel);
    }

    [Theory]
    [InlineData("", false)]
    [InlineData(" --gdb", true)]
    public async Task Shell_tells_the_lab_whether_gdb_is_wanted(string option, bool expected)
    {
        using var cli = new Cli();
        await cli.RunAsync($"lab shell two-links --vm uml{option}");
        Assert.Equal(expected, cli.Lab.ExecOptions!.WithDebugger);
    }

    [Fact]
    public async Task A_machine_that_fails_is_status_2_with_its_message()
    {
        using var cli = new Cli { Lab = new ScriptedLab { Failure = new MachineException("the machine did not boot; its console ends:\npanic") } };
        Assert.Equal(ExitStatus.Failure, await cli.RunAsync("lab exec two-links -- ls"));
        Assert.Equal("preserve: the machine did not boot; its console ends:\npanic\n", cli.Error);
    }

    [Fact]
    public async Task An_unknown_topology_is_status_1()
    {
        using var cli = new Cli { Lab = new ScriptedLab { Failure = new LabUsageException("there is no topology 'x': use two-links") } };
        Assert.Equal(ExitStatus.Usage, await cli.RunAsync("lab exec x -- ls"));
        Assert.Equal("preserve: there is no topology 'x': use two-links\n", cli.Error);
    }

    [Fact]
    public async Task A_program_that_is_missing_is_status_4()
    {
        using var cli = new Cli { Lab = new ScriptedLab { Failure = new LabPrerequisiteException("qemu is missing") } };
        Assert.Equal(ExitStatus.Missing, await cli.RunAsync("lab run failover"));
        Assert.Equal("preserve: qemu is missing\n", cli.Error);
    }

    [Fact]
    public async Task Interrupting_is_status_130_and_one_line()
    {
        using var cli = new Cli { Lab = new ScriptedLab { Status = -1 } };
        using var interrupt = new CancellationTokenSource(TimeSpan.FromMilliseconds(50));
        Assert.Equal(ExitStatus.Interrupted, await cli.RunAsync("lab exec two-links -- sleep 1000", interrupt.Token));
        Assert.Equal("preserve: interrupted\n", cli.Error);
    }

    [Fact]
    public async Task List_shows_topologies_experiments_and_their_keys()
    {
        using var cli = new Cli();
        Assert.Equal(ExitStatus.Success, await cli.RunAsync("lab list"));
        Assert.Contains("topology two-links: directly joined\n  faults: silent, carrier\n", cli.Output);
        Assert.Contains("experiment failover: a link is cut\n", cli.Output);
        Assert.Matches("  delay +10ms +a time +one way\n", cli.Output);
    }

    [Fact]
    public async Task List_as_json_has_the_same()
    {
        using var cli = new Cli();
        await cli.RunAsync("lab list --json");
        Assert.Equal("two-links", cli.Json.GetProperty("topologies")[0].GetProperty("name").GetString());
        Assert.Equal("peer", cli.Json.GetProperty("experiments")[0].GetProperty("settings")[0].GetProperty("name").GetString());
    }

    [Fact]
    public async Task Run_turns_its_options_into_values()
    {
        using var cli = new Cli();
        Assert.Equal(
            ExitStatus.Success,
            await cli.RunAsync("lab run failover --set peer=preserve,mptcp --set cut=silent --seed 1-5 --kernel 6.1,6.12 --vm uml -j 3 --out /results"));
        Assert.Equal("failover", cli.Lab.Experiment);
        Assert.Equal(["preserve", "mptcp"], cli.Lab.Settings!.Values["peer"]);
        Assert.Equal(["silent"], cli.Lab.Settings.Values["cut"]);
        Assert.Equal(["1-5"], cli.Lab.Settings.Values["seed"]);
        Assert.Equal(["6.1", "6.12"], cli.Lab.Settings.Values["kernel"]);
        Assert.Equal(["uml"], cli.Lab.Settings.Values["vm"]);
        Assert.Equal(3, cli.Lab.Settings.Jobs);
        Assert.Equal("/results", cli.Lab.Settings.OutputDirectory);
    }

    [Fact]
    public async Task Run_prints_a_table_on_stdout_and_progress_on_stderr()
    {
        using var cli = new Cli();
        await cli.RunAsync("lab run failover");
        Assert.Matches(@"peer +cut +runs +resume_ms +min\.\.max +of +gap_ms +min\.\.max +delivered_mb +lost_bytes +changed_bytes\n", cli.Output);
        Assert.Matches(@"preserve +silent +1 +- +- +- +312 +312\.\.312 +22\.1 +0 +0\n", cli.Output);
        Assert.EndsWith("report: /results/report.html\n", cli.Output);
        Assert.Equal("1/1 preserve silent client two-routers qemu 6.1 seed 1: largest gap 312 ms\n", cli.Error);
    }

    [Fact]
    public async Task What_nobody_sets_is_left_to_the_experiment()
    {
        using var cli = new Cli();
        await cli.RunAsync("lab run failover");
        Assert.Empty(cli.Lab.Settings!.Values);
    }

    [Fact]
    public async Task A_key_that_is_set_wins_over_the_configuration()
    {
        using var cli = new Cli().WithConfiguration("""{ "vm": "uml", "kernel": "6.12", "jobs": 4 }""");
        await cli.RunAsync("lab run failover --set kernel=6.1");
        Assert.Equal(["6.1"], cli.Lab.Settings!.Values["kernel"]);
        Assert.Equal(["uml"], cli.Lab.Settings.Values["vm"]);
        Assert.Equal(4, cli.Lab.Settings.Jobs);
    }
}
