// SPDX-License-Identifier: MIT
using System.Text.Json;
using PreserveStack.Module.Kernel;
using Xunit;

namespace PreserveStack.Cli.Tests;

public sealed class PathsCommandTests : IDisposable
{
    private const string Header = "group mode dev weight effective state packets bytes rtt_us rate_kbps probes lost failures\n";

    private const string Table = Header
        + "default weighted tunl1 1 143 up 100 150000 20345 19800 77 2 1\n"
        + "default weighted tunl2 0 0 no_route 0 0 0 0 0 0 0\n"
        + "video failover - 0 0 idle 0 0 0 0 0 0 0\n";

    private const string Buffers =
        "local lport remote rport paths held held_bytes max_held timeout_us packets reordered gaps_lost timeouts\n"
        + "10.0.0.2 80 10.0.0.1 40000 2 17 40000 90 35000 5000 800 3 1\n"
        + "2001:db8::5 80 2001:db8::c 40001 1 0 0 0 10000 9 1 0 0\n";

    private readonly Cli _cli = new Cli().WithModule();

    [Fact]
    public async Task Paths_show_weights_shares_and_what_they_carry()
    {
        _cli.WithModule(("paths", Table));
        Assert.Equal(ExitStatus.Success, await _cli.RunAsync("paths"));
        string[] lines = _cli.Output.Split('\n');
        Assert.Matches("^group +mode +device +weight +share +state +packets +bytes +carries +rtt +probes +lost +failures$", lines[0]);
        Assert.Matches(@"^default +weighted +tunl1 +1 +14\.3 % +up +100 +150000 +19\.8 Mbit/s +20\.3 ms +77 +2 +1$", lines[1]);
        Assert.Matches(@"^default +weighted +tunl2 +backup +0\.0 % +no_route +0 +0 +- +- +0 +0 +0$", lines[2]);
        Assert.Matches(@"^video +failover +- +0 +0\.0 % +idle ", lines[3]);
    }

    [Fact]
    public async Task Paths_as_json_have_stable_keys_with_units()
    {
        _cli.WithModule(("paths", Table));
        await _cli.RunAsync("paths --json");
        Assert.Equal(
            [
                "group", "mode", "device", "weight", "share_permille", "state", "packets", "bytes", "sending_kbps", "sending_packets_per_s",
                "rate_kbps", "rtt_us", "probes", "probes_lost", "failures",
            ],
            _cli.Json[0].EnumerateObject().Select(property => property.Name));
        Assert.Equal("no_route", _cli.Json[1].GetProperty("state").GetString());
        Assert.Equal(JsonValueKind.Null, _cli.Json[1].GetProperty("rtt_us").ValueKind);
        Assert.Equal(JsonValueKind.Null, _cli.Json[2].GetProperty("device").ValueKind);
    }

    [Fact]
    public async Task A_live_view_tells_what_is_sent_now()
    {
        using var output = new RewritingWriter();
        using Cli cli = new Cli { Out = output, Time = new SteppingTime(TimeSpan.FromSeconds(2)) }.WithModule(("paths", Table));

        // 1.5 MB in 1000 packets within the 2 s between the readings.
        output.AfterFirst = () => cli.WithModule(("paths", Table.Replace(" 100 150000 ", " 1100 1650000 ")));
        Assert.Equal(ExitStatus.Success, await cli.RunAsync("paths --watch --interval 10", output.Interrupted));
        string[] lines = cli.Output.Split('\n');
        Assert.Contains(" sending ", lines[1]);
        Assert.Matches(@" up +100 +150000 +- +19\.8 Mbit/s ", lines[2]);
        Assert.Matches(@" up +1100 +1650000 +6\.0 Mbit/s +19\.8 Mbit/s ", lines[7]);
    }

    [Fact]
    public async Task A_live_view_as_json_tells_rates_from_the_second_line_on()
    {
        using var output = new RewritingWriter();
        using Cli cli = new Cli { Out = output, Time = new SteppingTime(TimeSpan.FromSeconds(2)) }.WithModule(("paths", Table));
        output.AfterFirst = () => cli.WithModule(("paths", Table.Replace(" 100 150000 ", " 1100 1650000 ")));
        await cli.RunAsync("paths --watch --interval 10 --json", output.Interrupted);
        JsonElement[] lines = [.. cli.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement)];
        Assert.Equal(JsonValueKind.Null, lines[0].GetProperty("paths")[0].GetProperty("sending_kbps").ValueKind);
        Assert.Equal(6000, lines[1].GetProperty("paths")[0].GetProperty("sending_kbps").GetDouble());
        Assert.Equal(500, lines[1].GetProperty("paths")[0].GetProperty("sending_packets_per_s").GetDouble());
    }

    [Fact]
    public async Task A_path_that_was_put_in_anew_has_no_rate()
    {
        using var output = new RewritingWriter();
        using Cli cli = new Cli { Out = output, Time = new SteppingTime(TimeSpan.FromSeconds(2)) }.WithModule(("paths", Table));
        output.AfterFirst = () => cli.WithModule(("paths", Table.Replace(" 100 150000 ", " 1 60 ")));
        await cli.RunAsync("paths --watch --interval 10 --json", output.Interrupted);
        JsonElement second = JsonDocument.Parse(cli.Output.Split('\n')[1]).RootElement;
        Assert.Equal(JsonValueKind.Null, second.GetProperty("paths")[0].GetProperty("sending_kbps").ValueKind);
    }

    [Fact]
    public async Task Setting_weights_is_one_transaction_and_shows_the_result()
    {
        Assert.Equal(ExitStatus.Success, await _cli.RunAsync("paths set tunl1=1 tunl2=6 --mode adaptive"));
        Assert.Equal(["paths mode adaptive default; tunl1 1 default; tunl2 6 default"], _cli.Paths.Written);
        Assert.Matches(@"\ndefault +adaptive +tunl1 +1 [^\n]+\ndefault +adaptive +tunl2 +6 ", _cli.Output);
    }

    [Fact]
    public async Task A_group_is_made_when_it_is_named()
    {
        Assert.Equal(ExitStatus.Success, await _cli.RunAsync("paths set --group video tunl1=0 --json"));
        Assert.Equal("video", _cli.Json[0].GetProperty("group").GetString());
    }

    [Fact]
    public async Task Only_the_mode_may_be_set()
    {
        Assert.Equal(ExitStatus.Success, await _cli.RunAsync("paths set --mode redundant"));
        Assert.Equal(["paths mode redundant default"], _cli.Paths.Written);
    }

    [Fact]
    public async Task Paths_are_removed_from_whichever_group_they_are_in()
    {
        await _cli.RunAsync("paths set tunl1=1 tunl2=1 -g video");
        await _cli.RunAsync("paths set tunl3=1");
        Assert.Equal(ExitStatus.Success, await _cli.RunAsync("paths remove tunl1 tunl3"));
        Assert.Equal("paths tunl1 - video; tunl3 - default", _cli.Paths.Written[^1]);
    }

    [Fact]
    public async Task Clearing_removes_all_groups()
    {
        await _cli.RunAsync("paths set tunl1=1");
        Assert.Equal(ExitStatus.Success, await _cli.RunAsync("paths clear"));
        Assert.Equal(Header, File.ReadAllText($"{_cli.Files.Tables}/paths"));
    }

    [Theory]
    [InlineData("paths set tunl1=1001", "the weight of tunl1 cannot be '1001': it takes a whole number from 0 (a backup, used when no other path works) to 1000")]
    [InlineData("paths set tunl1=-1", "the weight of tunl1 cannot be '-1': it takes a whole number from 0 (a backup, used when no other path works) to 1000")]
    [InlineData("paths set tunl1=", "the weight of tunl1 cannot be '': it takes a whole number from 0 (a backup, used when no other path works) to 1000")]
    [InlineData("paths set tunl1", "'tunl1' is not of the form DEV=WEIGHT")]
    [InlineData("paths set =1", "'=1' is not of the form DEV=WEIGHT")]
    [InlineData("paths set a-name-too-long-for-it=1", "no device is called 'a-name-too-long-for-it': 'ip link' lists them")]
    [InlineData("paths set mode=1", "a device called 'mode' cannot be a path, as that is a word of the module's: rename it")]
    [InlineData("paths set", "nothing to set: give DEV=WEIGHT or --mode; see 'preserve paths set --help'")]
    [InlineData("paths set --mode adaptative", "unknown mode 'adaptative': did you mean 'adaptive'?")]
    [InlineData("paths set --mode random", "unknown mode 'random': there are weighted, adaptive, redundant, failover")]
    [InlineData("paths set --group Video tunl1=1", "a group cannot be called 'Video': it takes 1 to 15 of a-z, 0-9, _ and -")]
    [InlineData("paths set --group a-name-too-long1 tunl1=1", "a group cannot be called 'a-name-too-long1': it takes 1 to 15 of a-z, 0-9, _ and -")]
    [InlineData("paths sett tunl1=1", "'preserve paths' does not take 'sett': did you mean 'set'?")]
    public async Task What_the_kernel_would_not_take_is_refused_before_it_is_asked(string line, string expected)
    {
        Assert.Equal(ExitStatus.Usage, await _cli.RunAsync(line));
        Assert.Equal($"preserve: {expected}\n", _cli.Error);
        Assert.Empty(_cli.Paths.Written);
    }

    [Theory]
    [InlineData("paths set tunl1=1 tunnl2=1", "there is no device 'tunnl2' in this network namespace: did you mean 'tunl2'?")]
    [InlineData("paths set tunl3=1", "tunl3 is in group 'video' already: 'preserve paths remove tunl3' takes it out")]
    [InlineData("paths remove tunl2", "tunl2 is in no group: 'preserve paths' lists all")]
    public async Task What_the_kernel_refuses_is_explained_and_changes_nothing(string line, string expected)
    {
        await _cli.RunAsync("paths set tunl3=1 --group video");
        Assert.Equal(ExitStatus.Failure, await _cli.RunAsync(line));
        Assert.Equal($"preserve: {expected}\n", _cli.Error);
        Assert.Single(_cli.Paths.Written);
    }

    [Fact]
    public async Task Without_root_the_error_says_so()
    {
        _cli.Paths.Refuse = _ => KernelError.AccessDenied;
        Assert.Equal(ExitStatus.Failure, await _cli.RunAsync("paths set tunl1=1"));
        Assert.Equal("preserve: changing paths takes root\n", _cli.Error);
    }

    [Theory]
    [InlineData("paths")]
    [InlineData("paths set tunl1=1")]
    [InlineData("paths remove tunl1")]
    [InlineData("paths clear")]
    [InlineData("reorder")]
    public async Task Without_the_module_the_error_says_how_to_load_it(string line)
    {
        using var cli = new Cli();
        Assert.Equal(ExitStatus.Failure, await cli.RunAsync(line));
        Assert.Equal("preserve: the module is not loaded: 'preserve module load' loads it\n", cli.Error);
    }

    [Theory]
    [InlineData("paths set tunl1=1 -n no-such-namespace")]
    [InlineData("paths -n no-such-namespace set tunl1=1")]
    [InlineData("reorder -n no-such-namespace")]
    public async Task The_network_namespace_may_stand_anywhere(string line)
    {
        Assert.Equal(ExitStatus.Failure, await _cli.RunAsync(line));
        Assert.StartsWith("preserve: there is no network namespace 'no-such-namespace'", _cli.Error);
    }

    [Fact]
    public async Task Buffers_are_shown_per_connection()
    {
        _cli.WithModule(("reorder", Buffers));
        Assert.Equal(ExitStatus.Success, await _cli.RunAsync("reorder"));
        string[] lines = _cli.Output.Split('\n');
        Assert.Matches(@"^10\.0\.0\.2:80 +10\.0\.0\.1:40000 +2 +17 +40000 +90 +35\.0 ms +5000 +800 +3 +1$", lines[1]);
        Assert.Matches(@"^\[2001:db8::5\]:80 +\[2001:db8::c\]:40001 +1 +0 +0 +0 +10\.0 ms +9 +1 +0 +0$", lines[2]);
    }

    [Fact]
    public async Task Buffers_as_json_have_stable_keys_with_units()
    {
        _cli.WithModule(("reorder", Buffers));
        await _cli.RunAsync("reorder --json");
        Assert.Equal(
            [
                "local_address", "local_port", "remote_address", "remote_port", "paths", "held_packets", "held_bytes", "max_held_packets",
                "timeout_us", "packets", "reordered", "gaps_lost", "timeouts",
            ],
            _cli.Json[0].EnumerateObject().Select(property => property.Name));
        Assert.Equal("10.0.0.2", _cli.Json[0].GetProperty("local_address").GetString());
    }

    public void Dispose() => _cli.Dispose();
}
