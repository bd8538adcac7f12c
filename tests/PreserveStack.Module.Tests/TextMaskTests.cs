// SPDX-License-Identifier: MIT
using System.Net;
using PreserveStack.Module.Masking;
using Xunit;

namespace PreserveStack.Module.Tests;

public class TextMaskTests
{
    private readonly AddressMask _addresses = new(new byte[32]);
    private readonly TextMask _texts;

    public TextMaskTests() => _texts = new TextMask(_addresses, ["web7.example.net", "web7"], ["alice"]);

    /// <summary>Lines of the tools, where {...} are addresses; what is around them has to stay.</summary>
    public static TheoryData<string> Lines =>
    [
        "    inet6 {2001:db8:1::c}/64 scope global",
        "default via {fe80::1} dev link1 proto ra metric 1024",
        "default from {2001:db8:1::c} via {2001:db8:1::1} dev link1",
        "ESTAB 0 0 [{2001:db8:1::c}]:40000 [{2001:db8:11::5}]:5201 users:((\"ssh\",pid=7,fd=3)) timer:(on,1.2sec,0) ino:12 sk:a1 cgroup:/",
        "ESTAB 0 0 [{fe80::1:2}]%link1:22 [::ffff:{198.51.100.7}]:22 rtt:1.5/0.75 ato:40",
        "tcp 6 117 TIME_WAIT src={198.51.100.7} dst={203.0.113.9} sport=1 dport=2",
        "ip6 saddr { {2001:db8:1::c}, {2001:db8:2::c}-{2001:db8:2::f} } dnat to [{2001:db8:1::5}]:80",
        "ip saddr {198.51.100.7} . {203.0.113.9}:80 accept",
        "preserve: moved from:{2001:db8:1::c} to:{2001:db8:2::c}.",
        "inside a word, beef:{2001:db8:1:2:3:4:5:6}",
    ];

    public static TheoryData<string> Kept =>
    [
        "kernel 6.12.117+deb12-cloud-amd64, libx-1.2.3.4.5, 12:34:56, [   12.345678] preserve: loaded",
        "[::1]:22 127.0.0.1:80 0.0.0.0:* [::]:* *:22 ff02::1 ::/0 0.0.0.0/0 255.255.255.0",
        "link/ether 00:00:00:00:00:00 brd ff:ff:ff:ff:ff:ff",
        "cubic wscale:7,7 rto:204 rtt:0.5/0.2 bytes_sent:123456789012 fd=3 std::string",
        "meta mark 0x00000001 accept",
        "/root/x /homework",
    ];

    [Theory]
    [MemberData(nameof(Lines))]
    public void Addresses_are_found_and_nothing_else_changes(string line)
    {
        string[] parts = System.Text.RegularExpressions.Regex.Split(line, @"\{([0-9a-f.:]+)\}");
        string text = string.Concat(parts);
        string expected = string.Concat(parts.Select((part, index) => index % 2 == 0 ? part : _addresses.Mask(IPAddress.Parse(part)).ToString()));
        Assert.NotEqual(text, expected);
        Assert.Equal(expected, _texts.Mask(text));
    }

    [Theory]
    [MemberData(nameof(Kept))]
    public void What_is_no_address_of_anybody_stays(string line) => Assert.Equal(line, _texts.Mask(line));

    [Fact]
    public void A_prefix_stays_one()
    {
        string network = _addresses.MaskNetwork(IPAddress.Parse("2001:db8:1::"), 64).ToString();
        Assert.Equal($"{network}/64 dev link1", _texts.Mask("2001:db8:1::/64 dev link1"));
        Assert.EndsWith("::", network);
    }

    [Theory]
    [InlineData("link/ether 52:54:00:12:34:56 brd ff:ff:ff:ff:ff:ff")]
    [InlineData("bridge_id 8000.52:54:0:12:34:56 cost 2")]
    [InlineData("altname enx525400123456")]
    [InlineData("net.ipv6.conf.enx525400123456.mtu = 1500")]
    [InlineData("macsec sci 5254001234560001 protect on")]
    [InlineData("link/infiniband 80:00:02:08:fe:80:00:00:00:00:00:00:52:54:00:12:34:56:00:01")]
    public void Hardware_addresses_go(string line)
    {
        string masked = _texts.Mask(line);
        Assert.DoesNotContain("12:34:56", masked);
        Assert.DoesNotContain("123456", masked);
        Assert.Equal(line.Split(' ')[0][..4], masked[..4]);
        Assert.Equal(masked, _texts.Mask(line));
    }

    [Fact]
    public void A_hardware_address_has_one_pseudonym_however_it_is_written()
    {
        string written = _texts.Mask("52:54:00:12:34:56");
        Assert.Equal($"8000.{written}", _texts.Mask("8000.52:54:0:12:34:56"));
        Assert.Equal($"enx{written.Replace(":", "")}", _texts.Mask("enx525400123456"));
    }

    [Fact]
    public void Names_of_host_and_users_go() =>
        Assert.Equal(
            "host kernel: host, by user1 in user1@host /home/user1/x \"/home/user2\" webber7",
            _texts.Mask("web7 kernel: WEB7.example.net, by alice in alice@web7 /home/alice/x \"/home/bob\" webber7"));

    [Fact]
    public void Bytes_of_headers_and_registers_go()
    {
        Assert.Equal("@nh,64,128 0x[masked] accept", _texts.Mask("@nh,64,128 0x20010db8000100000000000000000c accept"));
        Assert.Equal("RAX: [masked] RBX: [masked]", _texts.Mask("RAX: 20010db800010000 RBX: 0000000000000000"));
    }
}
