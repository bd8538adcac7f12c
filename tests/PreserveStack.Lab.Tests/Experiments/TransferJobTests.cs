// SPDX-License-Identifier: MIT
using System.Text;
using Xunit;

namespace PreserveStack.Lab.Tests.Experiments;

public class TransferJobTests
{
    private static (string Script, string Timeline) Create(params string[] assignments)
    {
        var job = Failover.Job(Failover.Plans(assignments)[0]).Create(0);
        return (job.Script, Encoding.UTF8.GetString(job.Files.Single().Content.Span));
    }

    [Fact]
    public void The_client_connects_whoever_sends()
    {
        var client = Create("peer=tcp", "cut=silent", "seed=1").Script;
        var server = Create("peer=tcp", "cut=silent", "seed=1", "sender=server").Script;

        Assert.Contains("probe send -n client --connect $SERVER1", client, StringComparison.Ordinal);
        Assert.Contains("probe recv -n server --listen ::", client, StringComparison.Ordinal);
        Assert.Contains("probe recv -n client --connect $SERVER1", server, StringComparison.Ordinal);
        Assert.Contains("probe send -n server --listen ::", server, StringComparison.Ordinal);
    }

    [Fact]
    public void Peers_differ_in_their_sockets_endpoints_and_module()
    {
        var tcp = Create("peer=tcp", "cut=silent", "seed=1").Script;
        var mptcp = Create("peer=mptcp-backup", "cut=silent", "seed=1").Script;
        var preserve = Create("peer=preserve", "cut=silent", "seed=1", "preserve.follow=0").Script;

        Assert.DoesNotContain("mptcp endpoint", tcp, StringComparison.Ordinal);
        Assert.DoesNotContain("insmod", tcp, StringComparison.Ordinal);
        Assert.Contains("mptcp endpoint add $CLIENT2 dev link2 subflow fullmesh backup", mptcp, StringComparison.Ordinal);
        Assert.Contains("--mptcp", mptcp, StringComparison.Ordinal);
        Assert.Contains("net.preserve.follow=0 net.preserve.enabled=1", preserve, StringComparison.Ordinal);
        Assert.Contains("probe watch -n client -n server", preserve, StringComparison.Ordinal);
    }

    [Fact]
    public void What_a_peer_sets_up_comes_before_its_programs_and_stops_the_run_when_it_fails()
    {
        var script = Create("peer=tunnels", "topology=proxies", "cut=silent", "seed=1").Script;
        var setup = script.IndexOf("set -e\nfor host in client server", StringComparison.Ordinal);

        Assert.InRange(setup, script.IndexOf("insmod", StringComparison.Ordinal), script.IndexOf("probe recv", StringComparison.Ordinal));
        Assert.Contains("$(printf \"%s 1\\n\" tun[0-9]*)\\n\" >/proc/net/preserve/paths", script, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_a_cut_nothing_happens() => Assert.Empty(Create("peer=tcp", "cut=none", "seed=1").Timeline);

    [Fact]
    public void A_moment_is_a_later_cut_in_a_longer_run()
    {
        var later = Create("peer=tcp", "cut=silent", "seed=1", "moment=20");

        Assert.StartsWith("7750\tcut link1\t", later.Timeline, StringComparison.Ordinal);
        Assert.Contains("--duration 14750", later.Script, StringComparison.Ordinal);
    }

    [Fact]
    public void A_firewall_is_up_before_the_programs()
    {
        var script = Create("peer=tcp", "cut=silent", "seed=1", "firewall=client").Script;

        Assert.InRange(script.IndexOf("ct state established,related accept", StringComparison.Ordinal), 0, script.IndexOf("probe recv", StringComparison.Ordinal));
        Assert.DoesNotContain("ct state", Create("peer=tcp", "cut=silent", "seed=1").Script, StringComparison.Ordinal);
    }

    [Fact]
    public void The_cut_comes_at_three_seconds_and_later_with_other_seeds()
    {
        Assert.StartsWith("3000\tcut link1\t", Create("peer=tcp", "cut=silent", "seed=1").Timeline, StringComparison.Ordinal);
        Assert.StartsWith("3046\tcut link1\t", Create("peer=tcp", "cut=silent", "seed=3").Timeline, StringComparison.Ordinal);
    }

    [Fact]
    public void A_second_cut_follows_the_heal_of_the_first()
    {
        var labels = Create("peer=preserve", "cut=own-link-down", "seed=1", "variant=second-cut").Timeline
            .Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => string.Join(' ', line.Split('\t').Take(2)));

        Assert.Equal(["3000 cut link1", "6000 heal link1", "9000 cut link2", "13900 tables"], labels);
    }

    [Fact]
    public void Streams_and_round_trips_are_passed_on()
    {
        var thin = Create("peer=tcp", "cut=silent", "seed=1", "stream=thin", "connections=200", "rtt_ms=100");

        Assert.Contains("--stream thin --chunk 200 --interval 100", thin.Script, StringComparison.Ordinal);
        Assert.Contains("--connections 200", thin.Script, StringComparison.Ordinal);
        Assert.Contains("netem delay 50000us", thin.Script, StringComparison.Ordinal);
    }

    [Fact]
    public void The_topologys_own_delay_wins_over_the_round_trip()
        => Assert.Contains("netem delay 7000us", Create("peer=tcp", "cut=silent", "seed=1", "delay=7ms").Script, StringComparison.Ordinal);
}
