// SPDX-License-Identifier: MIT
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

        Assert.Contains("insmod /lib/preserve/preserve.ko\nip netns exec client sysctl -qw net.preserve.enabled=1\n", both, StringComparison.Ordinal);
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
}
