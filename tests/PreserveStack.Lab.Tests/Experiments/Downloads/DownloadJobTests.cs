// SPDX-License-Identifier: MIT
using PreserveStack.Lab.Machines;
using Xunit;

namespace PreserveStack.Lab.Tests.Experiments.Downloads;

public class DownloadJobTests
{
    private static GuestJob Create(params string[] assignments) => Multipath.Job(Multipath.Plan(assignments)).Create(0);

    [Fact]
    public void Paths_are_set_in_one_write_at_both_ends()
    {
        var job = Create("peer=multipath-buffer", "proxies=3", "weights=1:5", "buffer=50");

        Assert.True(job.WithModule);
        Assert.Contains(
            "ip netns exec server bash -ec 'printf \"tun1 1\\ntun2 5\\ntun3 5\\nmode weighted\\n\" >/proc/net/preserve/paths; "
            + "sysctl -qw net.preserve.reorder.max_packets=50 net.preserve.reorder.enabled=1 net.preserve.scheduler.enabled=1'",
            job.Script,
            StringComparison.Ordinal);
        Assert.Contains("ip netns exec client bash -ec 'printf", job.Script, StringComparison.Ordinal);
        Assert.DoesNotContain("net.preserve.enabled", job.Script, StringComparison.Ordinal);
    }

    [Fact]
    public void One_way_the_server_spreads_and_the_client_puts_in_order()
    {
        var script = Create("peer=adaptive", "two_way=no").Script;

        Assert.Contains("ip netns exec client bash -ec 'sysctl -qw net.preserve.reorder.max_packets=1024 net.preserve.reorder.enabled=1'", script, StringComparison.Ordinal);
        Assert.Contains("mode adaptive\\n\" >/proc/net/preserve/paths; sysctl -qw net.preserve.scheduler.enabled=1'", script, StringComparison.Ordinal);
    }

    [Fact]
    public void The_document_has_2_4_megabytes_unless_told_otherwise()
    {
        Assert.Contains("probe content --bytes 2400000 >/job/www/document", Create("peer=tunnel").Script, StringComparison.Ordinal);
        Assert.Contains("probe content --bytes 20000000 >", Create("peer=tunnel", "document_kB=20000").Script, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_a_buffer_nothing_is_put_in_order()
        => Assert.DoesNotContain("reorder.enabled", Create("peer=multipath").Script, StringComparison.Ordinal);

    [Fact]
    public void Settings_of_the_module_hold_at_both_ends()
        => Assert.Equal(3, Create("peer=preserve", "preserve.scheduler.segment=0").Script.Split("net.preserve.scheduler.segment=0").Length);

    [Fact]
    public void Limits_are_of_1000_bytes()
    {
        var script = Create("peer=tunnel", "limit_kBps=100").Script;
        var two = Create("peer=preserve", "limit_kBps=100", "limit1_kBps=20", "delay=5ms").Script;

        Assert.Contains("htb rate 800000bit", script, StringComparison.Ordinal);
        Assert.Contains("tc -n proxy1 -batch - <<'END'\nqdisc add dev toclient root handle 1: htb default 1\nclass add dev toclient parent 1: classid 1:1 htb rate 160000bit", two, StringComparison.Ordinal);
        Assert.Contains("netem delay 5000us", two, StringComparison.Ordinal);
    }

    [Fact]
    public void A_direct_connection_has_the_limit_and_no_tunnel_in_its_way()
    {
        var job = Create("peer=direct", "limit_kBps=100");

        Assert.False(job.WithModule);
        Assert.Contains("route add 10.0.1.2/32 dev direct src 10.0.1.3 metric 50", job.Script, StringComparison.Ordinal);
        Assert.Contains("class add dev direct parent 1: classid 1:1 htb rate 800000bit", job.Script, StringComparison.Ordinal);
    }

    [Fact]
    public void Others_have_their_own_set_up()
    {
        var mptcp = Create("peer=mptcp", "proxies=4");
        var marks = Create("peer=nft-rr", "proxies=3", "weights=1:5", "family=ipv6");

        Assert.Contains("LD_PRELOAD=/usr/lib/x86_64-linux-gnu/mptcpize/libmptcpwrap.so.0 nginx", mptcp.Script, StringComparison.Ordinal);
        Assert.Contains("probe fetch -n client --mptcp --connect $SERVER1 --bind $CLIENT_PATH1", mptcp.Script, StringComparison.Ordinal);
        Assert.Equal("4", mptcp.Environment["PROXIES"]);
        Assert.Equal(("1 5 5", "ipv6"), (marks.Environment["WEIGHTS"], marks.Environment["FAMILY"]));
        Assert.DoesNotContain("insmod", marks.Script, StringComparison.Ordinal);
    }
}
