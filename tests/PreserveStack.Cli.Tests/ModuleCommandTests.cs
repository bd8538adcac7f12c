// SPDX-License-Identifier: MIT
using System.Text.Json;
using Xunit;

namespace PreserveStack.Cli.Tests;

public class ModuleCommandTests
{
    private const string Connections =
        "id role state local lport remote rport cur_local cur_remote pairs migrations followed cause since_ms\n"
        + "7 initiator established 2001:db8:1::c 40000 2001:db8:11::5 5201 2001:db8:2::c 2001:db8:12::5 4 2 1 rto 1234\n"
        + "8 responder established 2001:db8:1::c 22 2001:db8:11::5 5202 2001:db8:1::c 2001:db8:11::5 4 0 0 none -\n";

    private const string Pairs =
        "id local lport remote rport current usable alive_ms\n7 2001:db8:2::c 40000 2001:db8:12::5 5201 1 1 56\n";

    [Theory]
    [InlineData("connections")]
    [InlineData("connections --pairs --json")]
    [InlineData("stats")]
    [InlineData("config show")]
    [InlineData("config get enabled")]
    [InlineData("config set enabled=1")]
    public async Task Without_the_module_the_error_says_how_to_load_it(string line)
    {
        using var cli = new Cli();
        Assert.Equal(ExitStatus.Failure, await cli.RunAsync(line));
        Assert.Equal("preserve: the module is not loaded: 'preserve module load' loads it\n", cli.Error);
    }

    [Fact]
    public async Task Connections_show_where_they_are_and_why()
    {
        using Cli cli = new Cli().WithModule(("connections", Connections));
        Assert.Equal(ExitStatus.Success, await cli.RunAsync("connections"));
        string[] lines = cli.Output.Split('\n');
        Assert.Matches(@"^id +role +state +local +remote +current pair +pairs +moved +followed +cause +since +told the peer$", lines[0]);
        Assert.Matches(
            @"^ 7 +initiator +established +\[2001:db8:1::c\]:40000 +\[2001:db8:11::5\]:5201 +2001:db8:2::c 2001:db8:12::5 +4 +2 +1 +path timed out +1\.2 s +-$",
            lines[1]);
        Assert.Matches(@"as opened +4 +0 +0 +- +- +-$", lines[2]);
    }

    [Fact]
    public async Task Connections_as_json_have_stable_keys()
    {
        using Cli cli = new Cli().WithModule(("connections", Connections));
        await cli.RunAsync("connections --json");
        Assert.Equal(
            [
                "id", "role", "state", "local_address", "local_port", "remote_address", "remote_port", "current_local_address",
                "current_remote_address", "pairs", "migrations", "followed", "cause", "since_ms", "told",
            ],
            cli.Json[0].EnumerateObject().Select(property => property.Name));
        Assert.Equal("2001:db8:2::c", cli.Json[0].GetProperty("current_local_address").GetString());
        Assert.Equal("rto", cli.Json[0].GetProperty("cause").GetString());
        Assert.Equal(JsonValueKind.Null, cli.Json[1].GetProperty("since_ms").ValueKind);
    }

    [Fact]
    public async Task Pairs_and_black_holes_are_shown_on_request()
    {
        using Cli cli = new Cli().WithModule(("aliases", Pairs), ("blackholes", "address remaining_s failures\n2001:db8::9 3599 2\n"));
        await cli.RunAsync("connections --pairs");
        await cli.RunAsync("connections --blackholes");
        Assert.Matches(@" 7 +\[2001:db8:2::c\]:40000 +\[2001:db8:12::5\]:5201 +current +usable +56 ms\n", cli.Output);
        Assert.Matches(@"2001:db8::9 +3599 +2\n", cli.Output);
    }

    [Fact]
    public async Task Watching_as_json_is_one_object_a_line_until_it_is_interrupted()
    {
        using var output = new StoppingWriter(readings: 2);
        using Cli cli = new Cli { Out = output }.WithModule(("connections", Connections));
        Assert.Equal(ExitStatus.Success, await cli.RunAsync("connections --watch --interval 20 --json", output.Interrupted));
        string[] lines = cli.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(2, lines.Length);
        Assert.All(lines, line => Assert.Equal(2, JsonDocument.Parse(line).RootElement.GetProperty("connections").GetArrayLength()));
        Assert.Empty(cli.Error);
    }

    [Fact]
    public async Task Watching_without_a_terminal_prints_readings_one_after_the_other()
    {
        using var output = new StoppingWriter(readings: 2);
        using Cli cli = new Cli { Out = output }.WithModule(("stats", "SynSent 3\n"));
        Assert.Equal(ExitStatus.Success, await cli.RunAsync("stats --watch --interval 20", output.Interrupted));
        Assert.DoesNotContain("\e", cli.Output);
        Assert.Matches(@"^(\d{4}-\d\d-\d\dT[^\n]+\ncounter +value\nSynSent +3\n){2}$", cli.Output);
    }

    [Fact]
    public async Task Counters_keep_the_kernels_names_as_text_and_get_snake_case_as_json()
    {
        using Cli cli = new Cli().WithModule(("stats", "SynSent 3\nFallbackNoOption 0\n"));
        await cli.RunAsync("stats --json");
        Assert.Equal("""{"syn_sent":3,"fallback_no_option":0}""", JsonSerializer.Serialize(cli.Json));
    }

    [Fact]
    public async Task Counters_that_are_0_can_be_left_out()
    {
        using Cli cli = new Cli().WithModule(("stats", "SynSent 3\nFallbackNoOption 0\n"));
        await cli.RunAsync("stats -z");
        Assert.DoesNotContain("Fallback", cli.Output);
    }

    [Fact]
    public async Task Settings_are_read_and_written()
    {
        using Cli cli = new Cli().WithModule();
        Assert.Equal(ExitStatus.Success, await cli.RunAsync("config set enabled=1 net.preserve.rto_threshold=2"));
        Assert.Equal(ExitStatus.Success, await cli.RunAsync("config set tail_probe 0"));
        await cli.RunAsync("config get rto_threshold");
        Assert.Equal("enabled = 1\nrto_threshold = 2\ntail_probe = 0\n2\n", cli.Output);
    }

    [Fact]
    public async Task Of_several_settings_none_is_written_when_one_is_wrong()
    {
        using Cli cli = new Cli().WithModule();
        Assert.Equal(ExitStatus.Usage, await cli.RunAsync("config set enabled=1 rto_threshold=0"));
        Assert.Equal("0\n", File.ReadAllText($"{cli.Files.Settings}/enabled"));
    }

    [Fact]
    public async Task All_settings_are_shown_with_bounds_default_and_meaning()
    {
        using Cli cli = new Cli().WithModule();
        await cli.RunAsync("config show");
        Assert.Matches(@"rto_threshold +1 +time-outs +1\.\.15 +1 +Retransmission time-outs", cli.Output);
    }

    [Fact]
    public async Task Only_changed_settings_are_shown_on_request()
    {
        using Cli cli = new Cli().WithModule();
        await cli.RunAsync("config set follow=0 --json");
        using var second = new Cli();
        await cli.RunAsync("config show --changed");
        Assert.Matches(@"\nkey [^\n]+\nfollow +0 [^\n]+\n$", cli.Output);
    }

    [Fact]
    public async Task A_setting_as_json_has_its_unit()
    {
        using Cli cli = new Cli().WithModule();
        await cli.RunAsync("config get holddown_ms --json");
        Assert.Equal("ms", cli.Json.GetProperty("unit").GetString());
        Assert.Equal(200, cli.Json.GetProperty("value").GetInt32());
    }

    [Fact]
    public async Task A_namespace_that_is_not_there_is_named()
    {
        using Cli cli = new Cli().WithModule();
        Assert.Equal(ExitStatus.Failure, await cli.RunAsync("stats -n no-such-namespace"));
        Assert.StartsWith("preserve: there is no network namespace 'no-such-namespace'", cli.Error);
    }

    [Fact]
    public async Task Status_tells_which_package_is_missing()
    {
        using var cli = new Cli();
        Assert.Equal(ExitStatus.Success, await cli.RunAsync("module status"));
        Assert.Contains("headers: missing, package linux-headers-6.1.0-35-amd64\n", cli.Output);
    }

    [Fact]
    public async Task Status_as_json_tells_the_version()
    {
        using Cli cli = new Cli().WithModule();
        await cli.RunAsync("module status --json");
        Assert.Equal("0.1.0", cli.Json.GetProperty("version").GetString());
        Assert.False(cli.Json.GetProperty("enabled").GetBoolean());
    }

    [Fact]
    public async Task Building_without_headers_is_status_4()
    {
        using var cli = new Cli();
        Assert.Equal(ExitStatus.Missing, await cli.RunAsync("module build"));
        Assert.StartsWith("preserve: the headers of kernel 6.1.0-35-amd64 are missing: 'apt-get install linux-headers-6.1.0-35-amd64'", cli.Error);
    }

    [Fact]
    public async Task Building_outside_a_checkout_is_status_4()
    {
        using var cli = new Cli { HasCheckout = false };
        Assert.Equal(ExitStatus.Missing, await cli.RunAsync("module build"));
        Assert.Single(cli.Error.TrimEnd('\n').Split('\n'));
    }

    [Fact]
    public async Task Loading_a_loaded_module_says_so()
    {
        using Cli cli = new Cli().WithModule();
        Directory.CreateDirectory($"{cli.Files.Loaded}_paths");
        Assert.Equal(ExitStatus.Success, await cli.RunAsync("module load"));
        Assert.Equal("It was loaded before.\n", cli.Output);
    }

    [Fact]
    public async Task Unloading_what_is_not_loaded_is_status_2()
    {
        using var cli = new Cli();
        Assert.Equal(ExitStatus.Failure, await cli.RunAsync("module unload"));
    }
}
