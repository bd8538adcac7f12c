// SPDX-License-Identifier: MIT
using PreserveStack.Module.Configuration;
using PreserveStack.Module.Paths;
using PreserveStack.Module.Tables;
using Xunit;

namespace PreserveStack.Module.Tests;

public sealed class ConfigurationReaderTests : IDisposable
{
    private readonly FakeKernel _kernel = new FakeKernel().Load();
    private readonly PreserveModule _module;

    public ConfigurationReaderTests() => _module = new PreserveModule(_kernel.Files, null, _kernel.Paths);

    [Fact]
    public void Settings_and_paths_are_read()
    {
        WantedConfiguration wanted = Read(
            """
            settings:
              scheduler.enabled: 1
              prefix_syn_type: 0x1e
            paths:
              default:
                mode: adaptive
                devices: {tunl1: 1, tunl2: 6}
              spare:
                devices:
                  tunl3: 0
            """);
        Assert.Equal([("prefix_syn_type", "30"), ("scheduler.enabled", "1")], wanted.Settings.Select(setting => (setting.Entry.Key, setting.Value)));
        Assert.Equal([("default", PathMode.Adaptive), ("spare", PathMode.Weighted)], wanted.Groups!.Select(group => (group.Name, group.Mode)));
        Assert.Equal([new PathWeight("tunl1", 1), new PathWeight("tunl2", 6)], wanted.Groups![0].Paths);
        Assert.Equal([new PathWeight("tunl3", 0)], wanted.Groups![1].Paths);
    }

    [Theory]
    [InlineData("settings: {scheduler.enabled: 1}")]
    [InlineData("settings: {scheduler/enabled: 1}")]
    [InlineData("settings: {net.preserve.scheduler.enabled: 1}")]
    [InlineData("settings:\n  scheduler:\n    enabled: 1")]
    [InlineData("settings: {scheduler.enabled: '1'}")]
    public void A_setting_may_be_written_as_everywhere_else(string text) =>
        Assert.Equal("scheduler.enabled", Assert.Single(Read(text).Settings).Entry.Key);

    [Theory]
    [InlineData("")]
    [InlineData("# nothing\n")]
    [InlineData("settings:\n")]
    [InlineData("settings: {}\n")]
    public void What_is_left_out_stays_as_it_is(string text)
    {
        WantedConfiguration wanted = Read(text);
        Assert.Empty(wanted.Settings);
        Assert.Null(wanted.Groups);
    }

    [Theory]
    [InlineData("paths:\n")]
    [InlineData("paths: {}\n")]
    public void Paths_without_groups_are_none(string text) => Assert.Empty(Read(text).Groups!);

    [Fact]
    public void A_group_may_have_a_mode_of_its_own_and_no_devices_yet() =>
        Assert.Empty(Assert.Single(Read("paths: {video: {mode: failover}}").Groups!).Paths);

    [Fact]
    public void A_path_may_wait_for_its_device_where_it_did_before()
    {
        _module.WritePaths(new PathTransaction().Set("tunl1", 1));
        File.WriteAllText(_kernel.Files.Devices, "head\nhead\n lo: 0\n");
        Assert.Equal("tunl1", Read("paths: {default: {devices: {tunl1: 2}}}").Groups![0].Paths[0].Device);
        Refused("paths: {other: {devices: {tunl1: 2}}}", "1:27: there is no device 'tunl1' in this network namespace: 'ip link' lists them");
    }

    [Theory]
    [InlineData("setings: {enabled: 1}", "1:1: unknown key 'setings': did you mean 'settings'?")]
    [InlineData("colour: 1", "1:1: unknown key 'colour': it takes settings, paths")]
    [InlineData("settings: {enable: 1}", "1:12: unknown key 'enable': did you mean 'enabled'?")]
    [InlineData("settings:\n  schedular:\n    enabled: 1", "3:5: unknown key 'schedular.enabled': did you mean 'scheduler.enabled'?")]
    [InlineData("settings: {enabled: 2}", "1:21: enabled cannot be '2': it takes a whole number from 0 to 1")]
    [InlineData("settings: {enabled: yes}", "1:21: enabled cannot be 'yes': it takes a whole number from 0 to 1")]
    [InlineData("settings: {enabled: }", "1:21: enabled cannot be '': it takes a whole number from 0 to 1")]
    [InlineData("settings: {enabled: [1]}", "1:21: must be a single value")]
    [InlineData("settings: [enabled]", "1:11: must be a mapping, lines of 'key: value'")]
    [InlineData("settings: {[a]: 1}", "1:12: a key must be a single word")]
    [InlineData("enabled", "1:1: must be a mapping, lines of 'key: value'")]
    [InlineData("settings:\n  scheduler.enabled: 1\n  scheduler/enabled: 0", "3:3: scheduler.enabled stands in line 2 already")]
    [InlineData("settings: {prefix_syn_type: 12}", "1:12: prefix_syn_type and prefix_ack_type must differ: both would be 12")]
    [InlineData("settings: {prefix_syn_type: 30, prefix_ack_type: 30}", "1:33: prefix_syn_type and prefix_ack_type must differ: both would be 30")]
    [InlineData("paths: {Video: {devices: {tunl1: 1}}}", "1:9: a group cannot be called 'Video': it takes 1 to 15 of a-z, 0-9, _ and -")]
    [InlineData("paths: {default: {mode: adaptative, devices: {tunl1: 1}}}", "1:25: unknown mode 'adaptative': did you mean 'adaptive'?")]
    [InlineData("paths: {default: {device: {tunl1: 1}, devices: {tunl2: 1}}}", "1:19: unknown key 'device': did you mean 'devices'?")]
    [InlineData("paths: {default: {devices: {tunl1: 1001}}}", "1:36: the weight of tunl1 cannot be '1001': it takes a whole number from 0 (a backup, used when no other path works) to 1000")]
    [InlineData("paths: {default: {devices: {tunnl1: 1}}}", "1:29: there is no device 'tunnl1' in this network namespace: did you mean 'tunl1'?")]
    [InlineData("paths: {default: {devices: {mode: 1}}}", "1:29: a device called 'mode' cannot be a path, as that is a word of the module's: rename it")]
    [InlineData("paths:\n  a: {devices: {tunl1: 1}}\n  b: {devices: {tunl1: 1}}", "3:17: tunl1 stands in line 2 already, in group 'a'")]
    [InlineData("paths: {default: {}}", "1:9: group 'default' has no devices")]
    [InlineData("paths: {default: {mode: weighted}}", "1:9: group 'default' has no devices")]
    [InlineData("settings: {enabled: 1, enabled: 1}", "1:24: not valid YAML: Duplicate key enabled")]
    [InlineData("settings: {}\n---\nsettings: {}", "3:1: a file holds one configuration only")]
    public void A_mistake_is_told_with_its_place(string text, string expected) => Refused(text, expected);

    [Theory]
    [InlineData("settings: {enabled: 1\npaths: {", "1:19: not valid YAML: something is missing or out of place after this")]
    [InlineData("settings:\n\tenabled: 1", "1:9: not valid YAML: ")]
    [InlineData("settings: {enabled: 1}}", "1:23: not valid YAML: ")]
    public void Broken_yaml_is_told_with_its_place(string text, string expected) => Assert.StartsWith($"test.yaml:{expected}", Error(text).Message);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Whatever_the_file_holds_it_is_read_or_refused(int seed)
    {
        const string good = "settings: {scheduler: {enabled: 1}, follow: 0}\npaths:\n  default:\n    mode: adaptive\n    devices: {tunl1: 1, tunl2: 6}\n";
        const string letters = "{}[]:,-&*!|>'\"%@`#?\t\n \r\0\u00e9a1~<=";
        var random = new Random(seed);
        for (int round = 0; round < 2000; round++)
        {
            var text = new System.Text.StringBuilder(good);
            for (int change = random.Next(4); change >= 0; change--)
            {
                int at = random.Next(text.Length);
                _ = random.Next(3) switch
                {
                    0 => text.Remove(at, 1),
                    1 => text.Insert(at, letters[random.Next(letters.Length)]),
                    _ => text.Remove(at, Math.Min(text.Length - at, random.Next(20))).Append(' '),
                };
            }

            Exception? exception = Record.Exception(() => Read(text.ToString()));
            Assert.True(exception is null or ConfigurationFileException, $"{text}\n{exception}");
        }
    }

    [Fact]
    public void All_mistakes_are_told_in_the_order_of_the_file() =>
        Refused(
            """
            settings:
              enable: 1
              rto_threshold: 99
            paths:
              default:
                devices: {tunl99: 1, tunl2: -1}
            """,
            "2:3: unknown key 'enable': did you mean 'enabled'?",
            "3:18: rto_threshold cannot be '99': it takes a whole number from 1 to 15 (time-outs)",
            "6:15: there is no device 'tunl99' in this network namespace: did you mean 'tunl9'?",
            "6:33: the weight of tunl2 cannot be '-1': it takes a whole number from 0 (a backup, used when no other path works) to 1000");

    [Fact]
    public void Too_many_paths_and_groups_are_told()
    {
        string devices = string.Join(", ", FakeKernel.Devices.Take(17).Select(device => $"{device}: 1"));
        Assert.Equal("a group may have 16 devices, and this is one more", Assert.Single(Error($"paths: {{a: {{devices: {{{devices}}}}}}}").Errors).Message);
        string groups = string.Join(", ", FakeKernel.Devices.Take(17).Select(device => $"{device}: {{devices: {{{device}: 1}}}}"));
        Assert.Equal("there may be 16 groups, and this is one more", Assert.Single(Error($"paths: {{{groups}}}").Errors).Message);
    }

    [Fact]
    public void A_setting_that_an_older_module_lacks_is_told()
    {
        File.Delete($"{_kernel.Files.Settings}/tail_probe");
        Refused("settings: {tail_probe: 1}", "1:12: the loaded module has no tail_probe: it is of an older version");
    }

    public void Dispose() => _kernel.Dispose();

    private WantedConfiguration Read(string text) => ConfigurationReader.Read("test.yaml", new StringReader(text), _module.ReadConfiguration());

    private ConfigurationFileException Error(string text) => Assert.Throws<ConfigurationFileException>(() => Read(text));

    private void Refused(string text, params string[] expected) =>
        Assert.Equal(string.Join('\n', expected.Select(line => $"test.yaml:{line}")), Error(text).Message);
}
