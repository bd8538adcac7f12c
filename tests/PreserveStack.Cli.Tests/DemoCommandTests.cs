// SPDX-License-Identifier: MIT
using Xunit;

namespace PreserveStack.Cli.Tests;

public class DemoCommandTests
{
    [Fact]
    public async Task Without_a_terminal_events_and_results_are_lines()
    {
        using var cli = new Cli();
        Assert.Equal(ExitStatus.Success, await cli.RunAsync("demo"));
        Assert.Contains("silent, preserve: 3.000 s cut link1\n", cli.Output);
        Assert.Contains("silent, preserve: 3.300 s migration client to link2\n", cli.Output);
        Assert.Contains("silent, preserve: gap 312 ms, 22.1 MB\n", cli.Output);
        Assert.DoesNotContain("\e", cli.Output);
    }

    [Fact]
    public async Task It_ends_with_a_table_and_the_path_of_the_report()
    {
        using var cli = new Cli();
        await cli.RunAsync("demo");
        Assert.Matches(@"silent +preserve +[▁-█]+✂ ?➜[▁-█]+ +312 +22\.1 +0 +1\n", cli.Output);
        Assert.EndsWith("\nreport: /results/report.html\n", cli.Output);
    }

    [Fact]
    public async Task On_a_terminal_the_lines_are_redrawn()
    {
        using var cli = new Cli { Live = true };
        Assert.Equal(ExitStatus.Success, await cli.RunAsync("demo"));
        Assert.Contains("\e[", cli.Output);
        Assert.EndsWith("\nreport: /results/report.html\n", cli.Output);
    }

    [Fact]
    public async Task By_default_it_is_the_core_of_the_failover_experiment()
    {
        using var cli = new Cli();
        await cli.RunAsync("demo");
        Assert.Equal(["tcp", "mptcp", "preserve"], cli.Lab.DemoOptions!.Peers);
        Assert.Equal(["silent", "own-link-down"], cli.Lab.DemoOptions.Cuts);
    }

    [Fact]
    public async Task Peers_and_cuts_can_be_chosen()
    {
        using var cli = new Cli();
        await cli.RunAsync("demo --peer preserve,mptcp-backup --cut far-link --kernel 6.12 --seed 3 --out /x");
        Assert.Equal(["preserve", "mptcp-backup"], cli.Lab.DemoOptions!.Peers);
        Assert.Equal(["far-link"], cli.Lab.DemoOptions.Cuts);
        Assert.Equal(3, cli.Lab.DemoOptions.Machine.Seed);
        Assert.Equal("/x", cli.Lab.DemoOptions.OutputDirectory);
    }
}
