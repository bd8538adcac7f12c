// SPDX-License-Identifier: MIT
using System.Globalization;
using System.Net.Sockets;
using System.Text;
using PreserveStack.Module.Sysctls;

namespace PreserveStack.Lab.Topologies;

/// <summary>The shell script that builds a topology in a machine; one process per host and tool.</summary>
public static class TopologyScript
{
    /// <summary>Where the machine has the module for its kernel.</summary>
    public const string ModulePath = "/lib/preserve/preserve.ko";

    /// <summary>The second module, which the first one is loaded before.</summary>
    public const string PathsModulePath = "/lib/preserve/preserve_paths.ko";

    /// <summary>Last resort of a source's own table: never by another link, whose provider would drop it.</summary>
    private const int UnreachableMetric = 1_000_000;

    private const int FirstRulePriority = 1000;

    /// <summary>The kernel takes 16 words in a list.</summary>
    private const int MaxNamedDevices = 15;

    private const string SwitchDevice = "switch";

    /// <summary>The script; it stops at the first error.</summary>
    public static string Setup(Topology topology, ModuleUse module)
    {
        ArgumentNullException.ThrowIfNull(topology);
        ArgumentNullException.ThrowIfNull(module);
        var script = new StringBuilder("set -e\n");
        AppendHosts(script, topology);
        foreach (var host in topology.Hosts)
        {
            AppendIp(script, host, HostLines(topology, host));
            AppendBatch(script, $"tc -n {host.Name} -batch -", ShapeLines(topology, host));
        }

        foreach (var host in topology.Hosts)
        {
            AppendIp(script, host, NeighbourLines(topology, host));
        }

        var devices = topology.Links.SelectMany(link => new[] { link.First, link.Second });
        script.AppendLine(CultureInfo.InvariantCulture, $"probe offload off {string.Join(' ', devices)}");
        AppendModule(script, topology, module);
        script.Append(FaultScript.Preparation(topology.Events.Select(timed => timed.Action)));
        return script.Append("set +e\n").ToString();
    }

    /// <summary>The file of "probe timeline" with the topology's own events; empty if it has none.</summary>
    public static string Timeline(Topology topology)
    {
        ArgumentNullException.ThrowIfNull(topology);
        var lines = topology.Events.OrderBy(timed => timed.At).SelectMany(
            timed => FaultScript.Commands(topology, [timed.Action]).Select(command => TimelineLine(timed.At, "event", command)));
        return string.Concat(lines);
    }

    /// <summary>A line of such a file.</summary>
    public static string TimelineLine(TimeSpan at, string label, string command)
        => string.Create(CultureInfo.InvariantCulture, $"{at.TotalMilliseconds:0.###}\t{label}\t{command}\n");

    internal static string AddressLine(string verb, LabAddress address)
        => verb == "del"
            ? $"address del {address.Address}/{address.PrefixLength} dev {address.At.Device}"
            : $"address {verb} {address.Address}/{address.PrefixLength} dev {address.At.Device}"
                + (address.Address.AddressFamily == AddressFamily.InterNetworkV6 ? " nodad" : "");

    internal static string RouteLine(string verb, LabRoute route)
    {
        var via = route.Via is null ? "" : $" via {route.Via}";
        var line = new StringBuilder($"route {verb} {route.To}{via} dev {route.At.Device}");
        if (route.Source is { } source)
        {
            line.Append(CultureInfo.InvariantCulture, $" src {source}");
        }

        if (route.Table is { } table)
        {
            line.Append(CultureInfo.InvariantCulture, $" table {table}");
        }

        if (route.Metric is { } metric)
        {
            line.Append(CultureInfo.InvariantCulture, $" metric {metric}");
        }

        return line.ToString();
    }

    /// <summary>
    /// Namespaces inherit IPv4 and IPv6 settings from the machine's own, so that they need no process each: no duplicate
    /// address detection, no autoconfiguration, and forwarding while the routers are made.
    /// </summary>
    private static void AppendHosts(StringBuilder script, Topology topology)
    {
        script.Append(
            """
            cd /proc/sys/net
            echo 1 >core/devconf_inherit_init_net
            for conf in all default; do
                echo 0 >ipv6/conf/$conf/accept_dad
                echo 0 >ipv6/conf/$conf/accept_ra
                echo 0 >ipv6/conf/$conf/router_solicitations
            done

            """);
        AppendBatch(script, "ip -batch -", topology.Hosts.Where(host => !host.Forwards).Select(host => $"netns add {host.Name}"));
        script.Append("echo 1 >ipv4/ip_forward\necho 1 >ipv6/conf/all/forwarding\n");
        var routers = topology.Hosts.Where(host => host.Forwards).Select(host => $"netns add {host.Name}");
        AppendBatch(script, "ip -batch -", routers.Concat(topology.Links.Select(LinkLine)));
        script.Append("echo 0 >ipv4/ip_forward\necho 0 >ipv6/conf/all/forwarding\ncd - >/dev/null\n");
    }

    private static string LinkLine(LabLink link, int index)
        => $"link add name {link.First.Device} address {Mac(index, 0)} netns {link.First.Host} type veth "
            + $"peer name {link.Second.Device} address {Mac(index, 1)} netns {link.Second.Host}";

    /// <summary>Fixed addresses: the topology is the same in every machine.</summary>
    private static string Mac(int link, int end) => string.Create(CultureInfo.InvariantCulture, $"02:00:00:00:{link + 1:x2}:{end + 1:x2}");

    private static IEnumerable<IpLine> HostLines(Topology topology, LabHost host)
    {
        yield return IpLine.Any("link set lo up");
        var tunnels = topology.Tunnels.Where(tunnel => tunnel.At.Host == host.Name).ToList();
        foreach (var line in tunnels.Select(tunnel => tunnel.ReceiveLine).OfType<string>().Distinct())
        {
            yield return IpLine.Any(line);
        }

        foreach (var tunnel in tunnels)
        {
            yield return IpLine.Any(tunnel.AddLine);
        }

        if (host.IsSwitch)
        {
            yield return IpLine.Any($"link add name {SwitchDevice} up type bridge mcast_snooping 0");
        }

        foreach (var device in topology.InterfacesOf(host.Name))
        {
            yield return IpLine.Any($"link set dev {device.Device} {(host.IsSwitch ? $"master {SwitchDevice} " : "")}up");
        }

        foreach (var address in topology.Addresses.Where(address => address.At.Host == host.Name))
        {
            yield return IpLine.Of(address.Address, AddressLine("add", address));
        }

        foreach (var rule in topology.Rules.Where(rule => rule.Host == host.Name))
        {
            yield return IpLine.Of(rule.From, $"rule add from {rule.From} lookup {rule.Table} priority {FirstRulePriority + rule.Table}");
            yield return IpLine.Of(rule.From, $"route add unreachable default table {rule.Table} metric {UnreachableMetric}");
        }

        foreach (var route in topology.Routes.Where(route => route.At.Host == host.Name))
        {
            yield return new IpLine(route.Family, RouteLine("add", route));
        }
    }

    /// <summary>
    /// Neighbours are known, as they are on any link that was ever used: a migration then does not pay for asking.
    /// Entries do not survive the time before both ends of a link are up, so they come last.
    /// </summary>
    private static IEnumerable<IpLine> NeighbourLines(Topology topology, LabHost host)
    {
        foreach (var segment in Segments(topology))
        {
            foreach (var (mine, _) in segment.Where(end => end.At.Host == host.Name))
            {
                var own = topology.Addresses.Where(address => address.At == mine).ToList();
                foreach (var (theirs, mac) in segment.Where(end => end.At != mine))
                {
                    foreach (var address in topology.Addresses.Where(address => address.At == theirs && own.Exists(address.IsNeighbour)))
                    {
                        yield return IpLine.Of(address.Address, $"neigh replace {address.Address} lladdr {mac} dev {mine.Device} nud stale");
                    }
                }
            }
        }
    }

    /// <summary>The interfaces that reach each other without a router: the ends of a link, or all that a switch connects.</summary>
    private static IEnumerable<List<(InterfaceName At, string Mac)>> Segments(Topology topology)
    {
        var switches = topology.Hosts.Where(host => host.IsSwitch).Select(host => host.Name).ToHashSet();
        var links = topology.Links.Select((link, i) => new List<(InterfaceName At, string Mac)> { (link.First, Mac(i, 0)), (link.Second, Mac(i, 1)) });
        return links.GroupBy(ends => ends.Find(end => switches.Contains(end.At.Host)).At.Host ?? ends[0].At.ToString())
            .Select(segment => segment.SelectMany(ends => ends).Where(end => !switches.Contains(end.At.Host)).ToList());
    }

    private static IEnumerable<string> ShapeLines(Topology topology, LabHost host)
        => topology.Links.Where(link => link.IsShaped)
            .SelectMany(link => link.ShapedEnds
                .Where(end => end.Host == host.Name)
                .SelectMany(end => ShapeLines(link, end.Device)));

    private static IEnumerable<string> ShapeLines(LabLink link, string device)
    {
        var parent = "root";
        if (link.RateBits > 0)
        {
            parent = "parent 1:1";
            yield return $"qdisc add dev {device} root handle 1: htb default 1";
            yield return $"class add dev {device} parent 1: classid 1:1 htb rate {link.RateBits}bit burst 3000 cburst 3000 quantum 1514";
        }

        var loss = link.LossPercent > 0 ? string.Create(CultureInfo.InvariantCulture, $" loss {link.LossPercent}%") : "";
        yield return string.Create(
            CultureInfo.InvariantCulture,
            $"qdisc add dev {device} {parent} handle 10: netem delay {link.Delay.TotalMicroseconds:0}us limit {link.QueuePackets}{loss}");
    }

    /// <summary>
    /// All links of a host are its way to the network, so their addresses are announced: the module would leave out those
    /// without a default route, and tunnels.
    /// </summary>
    private static IEnumerable<string> AnnouncedDevices(Topology topology, string host)
    {
        var routed = topology.Routes.Where(route => route.To == "default").Select(route => route.At).ToHashSet();
        var tunnels = topology.Tunnels.Select(tunnel => tunnel.At).Where(at => at.Host == host);
        var others = topology.InterfacesOf(host).Where(at => !routed.Contains(at)).Concat(tunnels).Select(at => at.Device).Distinct().ToList();
        return others.Count switch
        {
            0 => [],
            > MaxNamedDevices => ["net.preserve.announce_devices=*"],
            _ => [$"net.preserve.announce_devices=default,{string.Join(',', others)}"],
        };
    }

    private static void AppendModule(StringBuilder script, Topology topology, ModuleUse module)
    {
        if (!module.IsLoaded)
        {
            return;
        }

        script.AppendLine(CultureInfo.InvariantCulture, $"insmod {ModulePath}");
        script.AppendLine(CultureInfo.InvariantCulture, $"insmod {PathsModulePath}");
        // A host of a topology stands for a machine: nobody above it bounds its limits.
        var caps = SysctlCatalog.Entries.Where(entry => entry.IsCapped).Select(entry => $"net.preserve.{entry.Key}={entry.Maximum}");
        script.AppendLine(CultureInfo.InvariantCulture, $"sysctl -qw {string.Join(' ', caps)}");
        foreach (var host in module.EnabledHosts)
        {
            var settings = AnnouncedDevices(topology, host)
                .Concat(module.Sysctls.Select(setting => $"net.preserve.{setting.Key}={setting.Value}"))
                .Append("net.preserve.enabled=1");
            script.AppendLine(CultureInfo.InvariantCulture, $"ip netns exec {host} sysctl -qw {string.Join(' ', settings)}");
        }
    }

    private static void AppendIp(StringBuilder script, LabHost host, IEnumerable<IpLine> lines)
    {
        foreach (var (command, texts) in IpBatch.Commands(host.Name, lines))
        {
            AppendBatch(script, command, texts);
        }
    }

    private static void AppendBatch(StringBuilder script, string command, IEnumerable<string> lines)
    {
        var text = string.Join('\n', lines);
        if (text.Length > 0)
        {
            script.Append(command).Append(" <<'END'\n").Append(text).Append("\nEND\n");
        }
    }
}
