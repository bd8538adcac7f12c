// SPDX-License-Identifier: MIT
using System.Net;
using PreserveStack.Lab.Topologies;
using Xunit;

namespace PreserveStack.Lab.Tests.Topologies;

public class TopologyScriptTests
{
    private static readonly string[] Plain = ["client"];

    private static Topology Load(string name, params (string Key, string Value)[] parameters)
        => TopologyLoader.Load(
            Path.Combine(Checkout.Root, "vm", "topologies", name + ".yaml"), parameters.ToDictionary(pair => pair.Key, pair => pair.Value));

    [Fact]
    public void Routers_shape_what_they_send_in_two_routers()
    {
        var script = TopologyScript.Setup(Load("two-routers"), ModuleUse.None);

        Assert.Contains("netns add client\nnetns add server\nEND", script, StringComparison.Ordinal);
        Assert.DoesNotContain("tc -n client", script, StringComparison.Ordinal);
        Assert.Contains("class add dev toserver parent 1: classid 1:1 htb rate 20000000bit burst 3000", script, StringComparison.Ordinal);
        Assert.Contains("qdisc add dev toserver parent 1:1 handle 10: netem delay 10000us limit 100\n", script, StringComparison.Ordinal);
        Assert.Contains("address add 2001:db8:1::c/64 dev link1 nodad", script, StringComparison.Ordinal);
        Assert.Contains("rule add from 2001:db8:1::c lookup 1 priority 1001", script, StringComparison.Ordinal);
        Assert.Contains("route add unreachable default table 1", script, StringComparison.Ordinal);
        Assert.Contains("route add default via 2001:db8:1::1 dev link1 table 1\n", script, StringComparison.Ordinal);
        Assert.Contains("route add default via 2001:db8:2::1 dev link2 metric 200\n", script, StringComparison.Ordinal);
        Assert.DoesNotContain("insmod", script, StringComparison.Ordinal);
    }

    [Fact]
    public void Hosts_shape_what_they_send_in_two_links()
    {
        var script = TopologyScript.Setup(Load("two-links", ("loss", "1%"), ("rate", "0")), ModuleUse.None);

        Assert.Contains("tc -n client -batch -", script, StringComparison.Ordinal);
        Assert.Contains("qdisc add dev link1 root handle 10: netem delay 10000us limit 100 loss 1%\n", script, StringComparison.Ordinal);
        Assert.DoesNotContain("htb", script, StringComparison.Ordinal);
    }

    [Fact]
    public void Neighbours_are_known_on_both_ends()
    {
        var script = TopologyScript.Setup(Load("two-links"), ModuleUse.None);

        Assert.Contains("neigh replace 2001:db8:1::5 lladdr 02:00:00:00:01:02 dev link1 nud stale", script, StringComparison.Ordinal);
        Assert.Contains("neigh replace 2001:db8:2::c lladdr 02:00:00:00:02:01 dev link2 nud stale", script, StringComparison.Ordinal);
    }

    [Fact]
    public void The_module_is_enabled_in_the_hosts_that_want_it()
    {
        var topology = Load("two-routers");

        var both = TopologyScript.Setup(topology, ModuleUse.In(topology, []));
        var one = TopologyScript.Setup(topology, ModuleUse.In(topology, Plain) with { Sysctls = new Dictionary<string, string> { ["follow"] = "0" } });

        Assert.Contains("insmod /lib/preserve/preserve.ko\ninsmod /lib/preserve/preserve_paths.ko\nsysctl -qw net.preserve.max_connections=1048576 ", both, StringComparison.Ordinal);
        Assert.Contains("\nip netns exec client sysctl -qw net.preserve.enabled=1\n", both, StringComparison.Ordinal);
        Assert.Contains("ip netns exec server sysctl -qw net.preserve.enabled=1\n", both, StringComparison.Ordinal);
        Assert.DoesNotContain("exec r1", both, StringComparison.Ordinal);
        Assert.DoesNotContain("exec client", one, StringComparison.Ordinal);
        Assert.Contains("ip netns exec server sysctl -qw net.preserve.follow=0 net.preserve.enabled=1\n", one, StringComparison.Ordinal);
    }

    [Fact]
    public void A_plain_host_must_exist()
    {
        var error = Assert.Throws<LabUsageException>(() => ModuleUse.In(Load("two-links"), ["clint"]));

        Assert.Equal("topology two-links has no host 'clint'; it has client, server", error.Message);
    }

    [Fact]
    public void A_link_that_comes_up_again_has_its_addresses_and_routes()
    {
        var topology = Load("two-routers");
        var heal = topology.Fault("own-link-down", 1).Select(step => step.Inverse).ToList();

        var command = Assert.Single(FaultScript.Commands(topology, heal));

        Assert.Equal(
            "printf '%s\\n' 'link set dev link1 up' 'address replace 2001:db8:1::c/64 dev link1 nodad' "
            + "'route replace default via 2001:db8:1::1 dev link1 table 1' 'route replace default via 2001:db8:1::1 dev link1 metric 100' "
            + "| ip -6 -n client -batch -",
            command);
    }

    [Fact]
    public void Removed_routes_are_all_that_lead_over_the_link()
    {
        var command = Assert.Single(FaultScript.Commands(Load("two-routers"), Load("two-routers").Fault("route-removed", 1)));

        Assert.Equal(
            "printf '%s\\n' 'route del default via 2001:db8:1::1 dev link1 table 1' 'route del default via 2001:db8:1::1 dev link1 metric 100' "
            + "'route del 2001:db8:1::/64 dev link1' | ip -6 -n client -batch -",
            command);
    }

    [Fact]
    public void Steps_in_one_host_are_one_process()
    {
        var topology = Load("two-routers");

        Assert.Equal(
            "printf '%s\\n' 'link set dev toclient down' 'link set dev toserver down' | ip -6 -n r1 -batch -",
            Assert.Single(FaultScript.Commands(topology, topology.Fault("carrier", 1))));
        var drop = Assert.Single(FaultScript.Commands(topology, topology.Fault("silent", 2)));
        Assert.EndsWith("| tc -n r2 -batch -", drop, StringComparison.Ordinal);
        Assert.Equal(2, FaultScript.Commands(Load("two-links"), Load("two-links").Fault("silent", 1)).Count);
    }

    [Theory]
    [InlineData("silent")]
    [InlineData("carrier")]
    [InlineData("own-link-down")]
    [InlineData("address-removed")]
    [InlineData("route-removed")]
    [InlineData("far-link")]
    public void Undoing_twice_is_the_fault_itself(string fault)
    {
        var steps = Load("two-links").Fault(fault, 1);

        Assert.Equal(steps, steps.Select(step => step.Inverse.Inverse));
        Assert.NotEqual(steps, steps.Select(step => step.Inverse));
    }

    [Fact]
    public void Tunnels_are_made_before_the_routes_by_them()
    {
        var script = TopologyScript.Setup(Load("proxies", ("proxies", "2")), ModuleUse.None);

        Assert.Contains("echo 1 >ipv4/ip_forward", script, StringComparison.Ordinal);
        Assert.Contains("ip -4 -n server -batch - <<'END'\nlink set lo up\nlink add name tun1 type ipip local 10.0.21.1 remote 10.0.21.2\n", script, StringComparison.Ordinal);
        Assert.Contains("link set dev tun2 up\n", script, StringComparison.Ordinal);
        Assert.Contains("address add 10.0.1.2/24 dev eth\n", script, StringComparison.Ordinal);
        Assert.Contains("route add 10.0.1.2/32 dev tun2 src 10.0.1.3 metric 102\n", script, StringComparison.Ordinal);
        Assert.Contains("neigh replace 10.0.22.2 lladdr 02:00:00:00:06:01 dev link2 nud stale\n", script, StringComparison.Ordinal);
        Assert.DoesNotContain("ip -6 -n server", script, StringComparison.Ordinal);
        Assert.DoesNotContain("probe offload off client/tun1", script, StringComparison.Ordinal);
    }

    [Fact]
    public void What_a_switch_connects_are_neighbours()
    {
        var script = TopologyScript.Setup(Load("proxies", ("proxies", "2")), ModuleUse.None);

        Assert.Contains("link add name switch up type bridge mcast_snooping 0\nlink set dev toclient master switch up\n", script, StringComparison.Ordinal);
        Assert.Contains("neigh replace 10.0.1.12 lladdr 02:00:00:00:04:02 dev eth nud stale\n", script, StringComparison.Ordinal);
        Assert.Contains("neigh replace 10.0.1.2 lladdr 02:00:00:00:01:01 dev direct nud stale\n", script, StringComparison.Ordinal);
    }

    [Fact]
    public void Tunnels_over_IPv6_put_no_option_before_the_packet()
    {
        var script = TopologyScript.Setup(Load("proxies", ("family", "ipv6")), ModuleUse.None);

        Assert.Contains("link add name tun1 type ip6tnl mode ip6ip6 local 2001:db8:21::1 remote 2001:db8:21::2 encaplimit none\n", script, StringComparison.Ordinal);
        Assert.DoesNotContain("ip -4", script, StringComparison.Ordinal);
    }

    [Fact]
    public void Each_family_of_a_host_is_one_process()
    {
        var lines = new[]
        {
            IpLine.Any("link set lo up"),
            IpLine.Of(IPAddress.IPv6Loopback, "address add ::2/128 dev lo"),
            IpLine.Of(IPAddress.Loopback, "address add 127.0.0.2/8 dev lo"),
            IpLine.Any("link set eth up"),
        };

        var batches = IpBatch.Commands("host", lines).ToList();

        Assert.Equal(["ip -6 -n host -batch -", "ip -4 -n host -batch -"], batches.Select(batch => batch.Command));
        Assert.Equal(["link set lo up", "link set eth up", "address add ::2/128 dev lo"], batches[0].Lines);
        Assert.Equal(["address add 127.0.0.2/8 dev lo"], batches[1].Lines);
    }

    [Fact]
    public void Packets_in_UDP_are_taken_in_once_per_host()
    {
        const string text =
            """
            name: fou
            summary: A test.
            hosts: {a: {}, b: {}}
            links: [{name: l, ends: [a/l, b/l]}]
            tunnels:
              - {at: a/f1, kind: fou, local: 10.0.0.1, remote: 10.0.0.2}
              - {at: a/f2, kind: fou, local: 10.0.0.1, remote: 10.0.0.3}
            """;

        var script = TopologyScript.Setup(TopologyLoader.Parse("fou.yaml", text, new Dictionary<string, string>()), ModuleUse.None);

        Assert.Equal(2, script.Split("fou add port 5555 ipproto 4\n").Length);
        Assert.Contains("link add name f1 type ipip local 10.0.0.1 remote 10.0.0.2 encap fou encap-sport 5555 encap-dport 5555\n", script, StringComparison.Ordinal);
    }

    [Fact]
    public void Removed_and_restored_IPv4_routes_are_those_of_IPv4()
    {
        var topology = Load("proxies");
        var removed = topology.Fault("route-removed", 2);

        Assert.Equal(
            "printf '%s\\n' 'route del 10.0.1.2/32 dev tun2 src 10.0.1.3 metric 102' | ip -4 -n server -batch -",
            Assert.Single(FaultScript.Commands(topology, removed)));
        Assert.Equal(
            "printf '%s\\n' 'link set dev tun2 up' 'route replace 10.0.1.2/32 dev tun2 src 10.0.1.3 metric 102' | ip -4 -n server -batch -",
            Assert.Single(FaultScript.Commands(topology, [.. topology.Fault("tunnel-down", 2).Select(step => step.Inverse)])));
    }
}
