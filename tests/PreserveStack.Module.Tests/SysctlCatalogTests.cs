// SPDX-License-Identifier: MIT
using PreserveStack.Module.Sysctls;
using Xunit;

namespace PreserveStack.Module.Tests;

public class SysctlCatalogTests
{
    public static TheoryData<string> Numbers => [.. SysctlCatalog.Entries.Where(entry => entry.Kind == SysctlKind.Number).Select(entry => entry.Key)];

    public static TheoryData<string> Keys => [.. SysctlCatalog.Entries.Select(entry => entry.Key)];

    [Theory]
    [MemberData(nameof(Keys))]
    public void The_default_lies_within_the_bounds(string key)
    {
        SysctlEntry entry = SysctlCatalog.Find(key);
        Assert.Equal(entry.Default, entry.Normalize(entry.Default));
    }

    [Theory]
    [MemberData(nameof(Numbers))]
    public void Both_bounds_are_taken_and_what_lies_beyond_is_not(string key)
    {
        SysctlEntry entry = SysctlCatalog.Find(key);
        Assert.Equal(entry.Minimum, entry.Parse($"{entry.Minimum}"));
        Assert.Equal(entry.Maximum, entry.Parse($"{entry.Maximum}"));
        Assert.Throws<ValueOutOfBoundsException>(() => entry.Parse($"{entry.Maximum + 1ul}"));
        Assert.Throws<ValueOutOfBoundsException>(() => entry.Parse($"{entry.Minimum - 1L}"));
    }

    [Theory]
    [MemberData(nameof(Keys))]
    public void Every_setting_says_what_it_means(string key)
    {
        SysctlEntry entry = SysctlCatalog.Find(key);
        Assert.EndsWith(".", entry.Summary);
        Assert.EndsWith(".", entry.Details);
    }

    [Theory]
    [InlineData("")]
    [InlineData("x")]
    [InlineData(" 1")]
    [InlineData("1 ")]
    [InlineData("+1")]
    [InlineData("1.0")]
    [InlineData("0x")]
    [InlineData("99999999999")]
    public void What_is_no_whole_number_is_refused(string text) =>
        Assert.Throws<ValueOutOfBoundsException>(() => SysctlCatalog.Find("rto_threshold").Parse(text));

    [Theory]
    [InlineData("announce_devices", "default,  wg0\n", "default wg0")]
    [InlineData("announce_devices", "*", "*")]
    [InlineData("announce_devices", "", "")]
    [InlineData("backup_devices", "wwan0, eth1", "wwan0 eth1")]
    [InlineData("device_priorities", "wlan0:010,eth0:0  a.5:127", "wlan0:10 eth0:0 a.5:127")]
    [InlineData("announce_prefixes", "2001:DB8:0::/48, ::/0", "2001:db8::/48 ::/0")]
    [InlineData("plain_local_ports", "22, 80-80\t8000-8100", "22 80 8000-8100")]
    [InlineData("plain_marks", "16 0X20/0xF0 7/4294967295", "0x10 0x20/0xf0 0x7")]
    public void A_list_is_written_as_the_kernel_shows_it(string key, string text, string expected) =>
        Assert.Equal(expected, SysctlCatalog.Find(key).Normalize(text));

    [Theory]
    [InlineData("announce_devices", "a-name-of-sixteen")]
    [InlineData("announce_devices", "a/b")]
    [InlineData("announce_devices", "1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17")]
    [InlineData("backup_devices", "eth0:1")]
    [InlineData("backup_devices", "a-name-of-sixteen")]
    [InlineData("device_priorities", "eth0")]
    [InlineData("device_priorities", "eth0:")]
    [InlineData("device_priorities", "eth0:128")]
    [InlineData("device_priorities", "eth0:-1")]
    [InlineData("device_priorities", "eth0:1:2")]
    [InlineData("device_priorities", ":1")]
    [InlineData("device_priorities", "eth0:1 eth1:1 eth0:2")]
    [InlineData("announce_prefixes", "2001:db8::1/64")]
    [InlineData("announce_prefixes", "2001:db8::/129")]
    [InlineData("announce_prefixes", "2001:db8::")]
    [InlineData("announce_prefixes", "10.0.0.0/8")]
    [InlineData("plain_remote_ports", "65536")]
    [InlineData("plain_remote_ports", "80-22")]
    [InlineData("plain_remote_ports", "1-2-3")]
    [InlineData("plain_remote_ports", "-1")]
    [InlineData("plain_marks", "0x10/0xf")]
    [InlineData("plain_marks", "1/2/3")]
    [InlineData("plain_marks", "x")]
    public void A_bad_list_is_refused(string key, string text) =>
        Assert.Throws<ValueOutOfBoundsException>(() => SysctlCatalog.Find(key).Normalize(text));

    [Fact]
    public void Option_numbers_may_be_hexadecimal() => Assert.Equal(0x1eu, SysctlCatalog.Find("prefix_syn_type").Parse("0x1E"));

    [Fact]
    public void The_error_names_the_bounds_and_the_unit()
    {
        var exception = Assert.Throws<ValueOutOfBoundsException>(() => SysctlCatalog.Find("holddown_ms").Parse("10001"));
        Assert.Equal("holddown_ms cannot be '10001': it takes a whole number from 0 to 10000 (ms)", exception.Message);
    }

    [Theory]
    [InlineData("net.preserve.enabled", "enabled")]
    [InlineData("net/preserve/enabled", "enabled")]
    [InlineData("enabled", "enabled")]
    [InlineData("scheduler.enabled", "scheduler.enabled")]
    [InlineData("scheduler/enabled", "scheduler.enabled")]
    [InlineData("net.preserve.scheduler.enabled", "scheduler.enabled")]
    [InlineData("net/preserve/scheduler/enabled", "scheduler.enabled")]
    public void A_setting_is_found_under_the_names_of_sysctl(string key, string expected) => Assert.Equal(expected, SysctlCatalog.Find(key).Key);

    [Fact]
    public void The_file_of_a_setting_lies_in_the_directory_that_its_key_names() =>
        Assert.Equal("scheduler/enabled", SysctlCatalog.Find("scheduler.enabled").Path);

    [Theory]
    [InlineData("enable", "unknown key 'enable': did you mean 'enabled'?")]
    [InlineData("reorder/max_byte", "unknown key 'reorder/max_byte': did you mean 'reorder.max_bytes'?")]
    [InlineData("rto_treshold", "unknown key 'rto_treshold': did you mean 'rto_threshold'?")]
    [InlineData("colour", "unknown key 'colour': 'preserve config show' lists all")]
    public void An_unknown_key_brings_the_nearest_one(string key, string expected) =>
        Assert.Equal(expected, Assert.Throws<UnknownKeyException>(() => SysctlCatalog.Find(key)).Message);
}
