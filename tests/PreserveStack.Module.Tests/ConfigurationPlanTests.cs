// SPDX-License-Identifier: MIT
using PreserveStack.Module.Configuration;
using PreserveStack.Module.Kernel;
using Xunit;

namespace PreserveStack.Module.Tests;

public sealed class ConfigurationPlanTests : IDisposable
{
    private const string On =
        """
        settings: {enabled: 1, reorder.max_packets: 2000, scheduler.enabled: 1, reorder.enabled: 1}
        paths:
          default: {mode: adaptive, devices: {tunl1: 1, tunl2: 6}}
          video: {devices: {tunl3: 1}}
        """;

    private const string Off =
        """
        settings: {enabled: 0, reorder.max_packets: 1024, scheduler.enabled: 0, reorder.enabled: 0}
        paths: {}
        """;

    private const string Other =
        """
        settings: {prefix_syn_type: 12, prefix_ack_type: 11, scheduler.segment: 0, reorder.enabled: 0, follow: 0}
        paths:
          default: {devices: {tunl2: 1, tunl1: 1, tunl4: 0}}
        """;

    private readonly FakeKernel _kernel = new FakeKernel().Load();
    private readonly PreserveModule _module;

    public ConfigurationPlanTests() => _module = new PreserveModule(_kernel.Files, null, _kernel.Paths);

    public static TheoryData<string, string, int> Refusals
    {
        get
        {
            var data = new TheoryData<string, string, int>();
            foreach ((string before, string wanted) in new[] { ("", On), (On, Off), (On, Other), (Other, On) })
            {
                foreach (int number in Enumerable.Range(0, 9))
                {
                    data.Add(before, wanted, number);
                }
            }

            return data;
        }
    }

    [Fact]
    public void What_is_switched_on_is_so_after_everything_else()
    {
        Apply(On);
        Assert.Equal(
            [
                "reorder/max_packets 2000",
                "paths mode adaptive default; tunl1 1 default; tunl2 6 default; tunl3 1 video",
                "reorder/enabled 1",
                "scheduler/enabled 1",
                "enabled 1",
            ],
            _kernel.Paths.Written);
    }

    [Fact]
    public void What_is_switched_off_is_so_before_everything_else()
    {
        Apply(On);
        _kernel.Paths.Written.Clear();
        Apply(Off);
        Assert.Equal(
            [
                "enabled 0",
                "scheduler/enabled 0",
                "reorder/enabled 0",
                "reorder/max_packets 1024",
                "paths tunl1 - default; tunl2 - default; mode weighted default; tunl3 - video",
            ],
            _kernel.Paths.Written);
    }

    [Theory]
    [InlineData(On)]
    [InlineData(Other)]
    public void A_second_time_nothing_changes(string text)
    {
        Apply(text);
        _kernel.Paths.Written.Clear();
        Assert.Empty(Plan(text).Changes);
        Apply(text);
        Assert.Empty(_kernel.Paths.Written);
    }

    [Fact]
    public void Differences_are_told_as_old_and_new()
    {
        Apply(On);
        Assert.Equal(
            [
                "Changed prefix_syn_type 11 12",
                "Changed prefix_ack_type 12 11",
                "Changed follow 1 0",
                "Changed scheduler.segment 1 0",
                "Changed reorder.enabled 1 0",
                "Changed paths.default.mode adaptive weighted",
                "Changed paths.default.devices.tunl2 6 1",
                "Added paths.default.devices.tunl4  0",
                "Changed paths.default.order tunl1 tunl2 tunl2 tunl1",
                "Removed paths.video.mode weighted ",
                "Removed paths.video.devices.tunl3 1 ",
            ],
            Plan(Other).Changes.Select(change => $"{change.Change} {change.Key} {change.Old} {change.New}"));
    }

    [Theory]
    [InlineData("prefix_syn_type: 30", "prefix_syn_type 30")]
    [InlineData("prefix_syn_type: 30, prefix_ack_type: 62", "prefix_syn_type 30; prefix_ack_type 62")]
    [InlineData("prefix_syn_type: 12, prefix_ack_type: 62", "prefix_ack_type 62; prefix_syn_type 12")]
    [InlineData("prefix_syn_type: 12, prefix_ack_type: 11", "prefix_syn_type 7; prefix_ack_type 11; prefix_syn_type 12")]
    public void The_two_option_numbers_are_never_equal_on_the_way(string settings, string expected)
    {
        Apply($"settings: {{{settings}}}");
        Assert.Equal(expected, string.Join("; ", _kernel.Paths.Written));
    }

    [Theory]
    [MemberData(nameof(Refusals))]
    public void Whatever_write_is_refused_everything_is_as_it_was(string before, string wanted, int number)
    {
        Apply(before);
        string[] snapshot = Snapshot();
        _kernel.Paths.Written.Clear();
        int writes = 0;
        _kernel.Paths.Refuse = _ => writes++ == number ? (KernelError)12 : KernelError.None;
        ConfigurationPlan plan = Plan(wanted);
        if (Record(plan) is { } error)
        {
            Assert.EndsWith(number == 0 ? "; nothing was changed" : "; all that was changed before it was put back", error);
            Assert.Equal(snapshot, Snapshot());
        }
        else
        {
            // Fewer writes than that: it was applied.
            Assert.True(writes <= number);
            Assert.Empty(Plan(wanted).Changes);
        }
    }

    [Fact]
    public void What_cannot_be_put_back_is_named()
    {
        _kernel.Paths.Refuse = record => record is "scheduler/enabled 1" or "reorder/max_packets 1024" ? (KernelError)12 : KernelError.None;
        string? error = Record(Plan(On));
        Assert.StartsWith("the kernel refused scheduler.enabled = 1: ", error);
        Assert.Contains("; what was changed before it was put back, except: reorder.max_packets (the kernel refused reorder.max_packets = 1024: ", error);
        Assert.Equal("0", _module.ReadSetting("reorder.enabled").Value.ToString());
        Assert.Empty(_module.ReadPaths());
    }

    [Theory]
    [InlineData("")]
    [InlineData(On)]
    [InlineData(Other)]
    [InlineData("paths: {video: {mode: failover}, a: {mode: redundant, devices: {tunl1: 0}}}")]
    public void What_is_written_out_makes_it_so_again(string text)
    {
        Apply(text);
        string[] snapshot = Snapshot();
        var saved = new StringWriter();
        ConfigurationWriter.Write(_module.ReadConfiguration(), saved);
        Assert.Empty(Plan(saved.ToString()).Changes);
        Apply(Off + "\n");
        Apply("settings: {follow: 1, scheduler.segment: 1, prefix_syn_type: 40, prefix_ack_type: 41}");
        Apply(saved.ToString());
        Assert.Equal(snapshot, Snapshot());
    }

    [Theory]
    [InlineData("yes")]
    [InlineData("1")]
    [InlineData("-")]
    [InlineData("it's")]
    [InlineData("#1")]
    [InlineData("eth0.100")]
    [InlineData("{a}")]
    [InlineData("~")]
    public void Names_that_mean_something_in_yaml_are_written_as_names(string device)
    {
        File.AppendAllText(_kernel.Files.Devices, $" {device}: 0 0\n");
        var running = new RunningConfiguration([], [new("a", Tables.PathMode.Weighted, [new(device, 1)])], _module.ReadDevices());
        var saved = new StringWriter();
        ConfigurationWriter.Write(running, saved);
        Assert.Equal(device, ConfigurationReader.Read("x", new StringReader(saved.ToString()), running).Groups![0].Paths[0].Device);
    }

    public void Dispose() => _kernel.Dispose();

    private ConfigurationPlan Plan(string text)
    {
        RunningConfiguration running = _module.ReadConfiguration();
        return ConfigurationPlan.For(running, ConfigurationReader.Read("test.yaml", new StringReader(text), running));
    }

    private void Apply(string text) => Plan(text).Apply(_module);

    private string? Record(ConfigurationPlan plan) => Xunit.Record.Exception(() => plan.Apply(_module))?.Message;

    // Groups have no order of their own.
    private string[] Snapshot() =>
    [
        .. _module.ReadSettings().Select(setting => $"{setting.Entry.Key} {setting.Value}"),
        .. _module.ReadPaths().Select(path => $"{path.Group} {path.Mode} {path.Device} {path.Weight}"),
    ];
}
