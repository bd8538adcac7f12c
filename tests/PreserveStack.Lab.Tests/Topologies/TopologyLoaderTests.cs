// SPDX-License-Identifier: MIT
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using PreserveStack.Lab.Topologies;
using Xunit;

namespace PreserveStack.Lab.Tests.Topologies;

public class TopologyLoaderTests
{
    private const string Small =
        """
        name: small
        summary: A test.
        parameters:
          rate: {kind: rate, default: 20mbit, help: h}
          addresses: {kind: number, default: 1, min: 1, max: 2, help: h}
        hosts:
          a: {module: "yes"}
          b: {}
        links:
          - {name: link1, ends: [a/link1, b/link1], rate: "${rate}", delay: 10ms, loss: 1%, queue: 100}
        addresses:
          - {name: A1, at: a/link1, address: "2001:db8:1::a/64"}
          - {name: A2, at: a/link1, address: "2001:db8:2::a/64", if: [addresses >= 2]}
          - {name: B1, at: b/link1, address: "2001:db8:1::b/64"}
        rules:
          - {host: a, from: A1, table: 1}
        routes:
          - {at: a/link1, to: default, via: B1, table: 1, metric: 5}
        faults:
          silent: ["drop a/link${n}"]
        events:
          - {at: 2.5s, do: down a/link1}
        """;

    private static readonly Dictionary<string, string> None = [];

    [Fact]
    public void Quantities_and_names_are_read()
    {
        var topology = TopologyLoader.Parse("small.yaml", Small, None);

        Assert.Equal(["a", "b"], topology.Hosts.Select(host => host.Name));
        Assert.True(topology.Hosts[0].HasModule);
        Assert.False(topology.Hosts[1].HasModule);
        var link = Assert.Single(topology.Links);
        Assert.Equal(20_000_000, link.RateBits);
        Assert.Equal(TimeSpan.FromMilliseconds(10), link.Delay);
        Assert.Equal(1, link.LossPercent);
        Assert.Equal(100, link.QueuePackets);
        Assert.Equal([new InterfaceName("a", "link1"), new InterfaceName("b", "link1")], link.ShapedEnds);
        Assert.Equal(IPAddress.Parse("2001:db8:1::b"), Assert.Single(topology.Routes).Via);
        Assert.Equal(IPAddress.Parse("2001:db8:1::a"), Assert.Single(topology.Rules).From);
        Assert.Equal("2001:db8:1::a", topology.Environment["A1"]);
        Assert.False(topology.Environment.ContainsKey("A2"));
        Assert.Equal(new TimedAction(TimeSpan.FromSeconds(2.5), new FaultAction(FaultKind.Down, new InterfaceName("a", "link1"))), Assert.Single(topology.Events));
    }

    [Fact]
    public void Overrides_replace_defaults_and_switch_conditions()
    {
        var topology = TopologyLoader.Parse("small.yaml", Small, new Dictionary<string, string> { ["rate"] = "500kbit", ["addresses"] = "2" });

        Assert.Equal(500_000, topology.Links[0].RateBits);
        Assert.Equal("2001:db8:2::a", topology.Environment["A2"]);
    }

    [Theory]
    [InlineData("summary: A test.", "sumary: A test.", "small.yaml:2: unknown key 'sumary'; allowed are name, summary")]
    [InlineData("rate: \"${rate}\"", "rate: fast", "small.yaml:10: rate: 'fast' is not allowed; it takes a rate such as 20mbit")]
    [InlineData("delay: 10ms", "delay: 10", "small.yaml:10: delay: '10' is not allowed; it takes a time such as 10ms")]
    [InlineData("loss: 1%", "loss: 101%", "small.yaml:10: loss: '101%' is not allowed; it takes a percentage")]
    [InlineData("queue: 100", "queue: 0", "small.yaml:10: queue: '0' is not allowed; it takes an integer from 1 to")]
    [InlineData("ends: [a/link1, b/link1]", "ends: [a/link1, c/link1]", "small.yaml:10: ends: there is no host 'c'; there are a, b")]
    [InlineData("ends: [a/link1, b/link1]", "ends: [a/link1]", "small.yaml:10: ends: a link has two ends")]
    [InlineData("ends: [a/link1, b/link1]", "ends: [a/link1, a/link1]", "links: a/link1 is the end of two links or tunnels")]
    [InlineData("at: b/link1, address", "at: b/link2, address", "small.yaml:14: at: there is no interface b/link2; there are a/link1, b/link1")]
    [InlineData("2001:db8:1::b/64", "10.0.0.1/33", "small.yaml:14: address: '10.0.0.1/33' is not an address")]
    [InlineData("2001:db8:1::b/64", "2001:db8:1::b", "small.yaml:14: address: '2001:db8:1::b' is not an address with its prefix length")]
    [InlineData("from: A1", "from: C1", "small.yaml:16: from: 'C1' is neither an address nor one of A1, B1")]
    [InlineData("to: default", "to: somewhere", "small.yaml:18: to: 'somewhere' is neither default, nor a prefix such as 2001:db8:1::/64, nor one of A1, B1")]
    [InlineData("do: down", "do: explode", "small.yaml:22: do: 'explode a/link1' is no action; write one of drop, undrop, down, up")]
    [InlineData("if: [addresses >= 2]", "if: [colour = red]", "small.yaml:13: if: there is no parameter 'colour'; there are rate, addresses")]
    [InlineData("kind: number", "kind: colour", "small.yaml:5: kind: 'colour' is not allowed; it takes one of rate, duration, percent, number")]
    [InlineData("hosts:", "hosts", "small.yaml:")]
    public void Mistakes_are_told_with_file_line_key_and_what_is_allowed(string right, string wrong, string expected)
    {
        var text = Small.Replace(right, wrong, StringComparison.Ordinal);
        if (wrong == "hosts")
        {
            text = Small.Replace("hosts:", "hosts: [", StringComparison.Ordinal);
        }

        var error = Assert.Throws<LabUsageException>(() => TopologyLoader.Parse("small.yaml", text, None));

        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error.Message);
    }

    [Theory]
    [InlineData("colour", "red", "topology small has no parameter 'colour'; it has rate, addresses")]
    [InlineData("addresses", "3", "addresses=3: addresses takes an integer from 1 to 2")]
    [InlineData("rate", "fast", "rate=fast: rate takes a rate such as 20mbit")]
    public void Wrong_overrides_are_refused(string key, string value, string expected)
    {
        var error = Assert.Throws<LabUsageException>(() => TopologyLoader.Parse("small.yaml", Small, new Dictionary<string, string> { [key] = value }));

        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Unknown_faults_are_refused()
    {
        var topology = TopologyLoader.Parse("small.yaml", Small, None);

        var error = Assert.Throws<LabUsageException>(() => topology.Fault("loud", 1));

        Assert.Equal("topology small has no fault 'loud'; it has silent", error.Message);
        Assert.Throws<LabUsageException>(() => topology.Fault("silent", 2));
    }

    [Theory]
    [InlineData("two-links")]
    [InlineData("two-routers")]
    public void Shipped_topologies_load_with_every_set_of_addresses(string name)
    {
        var path = Path.Combine(Checkout.Root, "vm", "topologies", name + ".yaml");
        foreach (var client in new[] { 1, 2, 3 })
        {
            foreach (var server in new[] { 1, 2, 3 })
            {
                foreach (var ids in new[] { "same", "different" })
                {
                    var topology = TopologyLoader.Load(path, new Dictionary<string, string>
                    {
                        ["client_addresses"] = $"{client}",
                        ["server_addresses"] = $"{server}",
                        ["host_ids"] = ids,
                    });

                    Assert.Equal(client, topology.Environment.Keys.Count(key => key.StartsWith("CLIENT", StringComparison.Ordinal)));
                    Assert.Equal(server, topology.Environment.Keys.Count(key => key.StartsWith("SERVER", StringComparison.Ordinal)));
                    var hostIds = topology.Addresses.Where(address => address.Name?.StartsWith("CLIENT", StringComparison.Ordinal) == true)
                        .Select(address => Convert.ToHexString(address.Address.GetAddressBytes()[8..])).Distinct().Count();
                    Assert.Equal(ids == "same" ? 1 : client, hostIds);
                }
            }
        }
    }

    [Theory]
    [InlineData("two-links")]
    [InlineData("two-routers")]
    public void Shipped_topologies_have_every_fault_of_the_experiment(string name)
    {
        var topology = TopologyLoader.Load(Path.Combine(Checkout.Root, "vm", "topologies", name + ".yaml"), None);

        foreach (var fault in new[] { "silent", "carrier", "own-link-down", "address-removed", "route-removed", "far-link" })
        {
            Assert.NotEmpty(topology.Fault(fault, 1));
            Assert.NotEmpty(topology.Fault(fault, 2));
        }
    }

    private const string Repeated =
        """
        name: repeated
        summary: A test.
        parameters:
          paths: {kind: number, default: 2, min: 1, max: 5, help: h}
          rate: {kind: rate, default: 1mbit, help: h}
          rate1: {kind: rate, default: "${rate}", help: h}
        hosts:
          a: {}
          "b${n}": {each: "${paths}", forward: "yes"}
        links:
          - {each: "${paths}", if: [n = 1], name: "l${n}", ends: ["a/to${n}", "b${n}/toa"], rate: "${rate1}"}
          - {each: "${paths}", if: [n >= 2], name: "l${n}", ends: ["a/to${n}", "b${n}/toa"], rate: "${rate}"}
        tunnels:
          - {each: "${paths}", at: "a/tun${n}", kind: ipip, local: "10.0.${n}.1", remote: "10.0.${n}.2"}
        addresses:
          - {name: A, at: a/to1, address: 10.0.1.1/24}
          - {name: "B${n}", each: "${paths}", at: "b${n}/toa", address: "10.0.${n}.2/24"}
        routes:
          - {each: "${paths}", at: "a/tun${n}", to: B1, source: A, metric: "10${n}"}
        """;

    [Fact]
    public void Entries_are_repeated_with_their_number()
    {
        var topology = TopologyLoader.Parse("repeated.yaml", Repeated, new Dictionary<string, string> { ["paths"] = "3", ["rate1"] = "2mbit" });

        Assert.Equal(["a", "b1", "b2", "b3"], topology.Hosts.Select(host => host.Name));
        Assert.True(topology.Hosts[3].Forwards);
        Assert.Equal([2_000_000, 1_000_000, 1_000_000], topology.Links.Select(link => link.RateBits));
        Assert.Equal("10.0.3.2", topology.Environment["B3"]);
        Assert.Equal(new LabTunnel(new("a", "tun3"), TunnelKind.Ipip, IPAddress.Parse("10.0.3.1"), IPAddress.Parse("10.0.3.2")), topology.Tunnels[2]);
        var route = topology.Routes[2];
        Assert.Equal(("10.0.1.2/32", null, 103), (route.To, route.Via, route.Metric));
        Assert.Equal(AddressFamily.InterNetwork, route.Family);
        Assert.Contains(new InterfaceName("a", "tun3"), topology.InterfacesOf("a"));
    }

    [Fact]
    public void A_default_may_be_the_value_of_another_parameter()
    {
        var same = TopologyLoader.Parse("repeated.yaml", Repeated, new Dictionary<string, string> { ["rate"] = "5mbit" });
        var own = TopologyLoader.Parse("repeated.yaml", Repeated, new Dictionary<string, string> { ["rate"] = "5mbit", ["rate1"] = "3mbit" });

        Assert.Equal([5_000_000, 5_000_000], same.Links.Select(link => link.RateBits));
        Assert.Equal([3_000_000, 5_000_000], own.Links.Select(link => link.RateBits));
    }

    [Theory]
    [InlineData("kind: ipip", "kind: l2tp", "repeated.yaml:14: kind: 'l2tp' is not allowed; it takes one of ipip, sit, ip6tnl, gre")]
    [InlineData("kind: ipip", "kind: ip6tnl", "repeated.yaml:14: local: '10.0.1.1' is not an IPv6 address")]
    [InlineData("at: \"a/tun${n}\", kind", "at: \"c/tun${n}\", kind", "repeated.yaml:14: at: there is no host 'c'; there are a, b1, b2")]
    [InlineData("at: \"a/tun${n}\", kind", "at: \"a/to${n}\", kind", "links: a/to1 is the end of two links or tunnels")]
    [InlineData("tunnels:\n  - {each: \"${paths}\"", "tunnels:\n  - {each: some", "repeated.yaml:14: each: 'some' is not allowed; it takes an integer from 0 to 100")]
    [InlineData("default: \"${rate}\"", "default: \"${paths}\"", "repeated.yaml:6: default: ${paths} is no parameter of the same kind before rate1")]
    [InlineData("to: B1, source: A", "to: default, source: A", "repeated.yaml:19: via: is missing")]
    public void Mistakes_in_repeated_entries_are_told_too(string right, string wrong, string expected)
    {
        Assert.Contains(right, Repeated, StringComparison.Ordinal);

        var error = Assert.Throws<LabUsageException>(
            () => TopologyLoader.Parse("repeated.yaml", Repeated.Replace(right, wrong, StringComparison.Ordinal), None));

        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ipv4")]
    [InlineData("ipv6")]
    public void Proxies_have_a_tunnel_each_and_a_route_by_it(string family)
    {
        foreach (var (proxies, twoWay) in new[] { ("1", "yes"), ("3", "no"), ("5", "yes") })
        {
            var topology = TopologyLoader.Load(Path.Combine(Checkout.Root, "vm", "topologies", "proxies.yaml"), new Dictionary<string, string>
            {
                ["proxies"] = proxies,
                ["family"] = family,
                ["two_way"] = twoWay,
                ["rate"] = "800kbit",
                ["rate1"] = "160kbit",
            });

            foreach (var (host, peer) in new[] { ("client", "SERVER1"), ("server", "CLIENT1") })
            {
                var devices = Enumerable.Range(1, int.Parse(proxies, CultureInfo.InvariantCulture)).Select(n => $"tun{n}").ToList();
                Assert.Equal(devices, topology.Tunnels.Where(tunnel => tunnel.At.Host == host).Select(tunnel => tunnel.At.Device));
                var destination = $"{topology.Environment[peer]}/{(family == "ipv4" ? 32 : 128)}";
                var routes = topology.Routes.Where(route => route.At.Host == host && route.To == destination).ToList();
                Assert.Equal(devices, routes.Where(route => route.At.Device.StartsWith("tun", StringComparison.Ordinal)).OrderBy(route => route.Metric).Select(route => route.At.Device));
                Assert.Equal(host == "client" && twoWay == "no" ? "eth" : "tun1", routes.MinBy(route => route.Metric)!.At.Device);
            }

            var limits = topology.Links.SelectMany(link => link.ShapedEnds.Select(end => (end.Host, link.RateBits))).ToList();
            Assert.Equal(2, limits.Count(limit => limit == ("proxy1", 160_000)));
            Assert.All(limits.Where(limit => limit.Host is "proxy2" or "proxy5"), limit => Assert.Equal(800_000, limit.RateBits));
            Assert.DoesNotContain(topology.Hosts, host => host.HasModule);
        }
    }
}
