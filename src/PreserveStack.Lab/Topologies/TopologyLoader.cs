// SPDX-License-Identifier: MIT
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace PreserveStack.Lab.Topologies;

/// <summary>Reads topologies from YAML.</summary>
public static class TopologyLoader
{
    private const int MaxDeviceName = 15;

    /// <summary>Reads the file and fills in its parameters.</summary>
    /// <param name="path">The file.</param>
    /// <param name="overrides">Values of parameters; the others have their defaults.</param>
    /// <exception cref="LabUsageException">The file or a value is wrong; the message names file, line, key and what is allowed.</exception>
    public static Topology Load(string path, IReadOnlyDictionary<string, string> overrides)
        => Parse(Path.GetFileName(path), File.ReadAllText(path), overrides);

    /// <summary>As <see cref="Load"/>, from a text.</summary>
    public static Topology Parse(string file, string text, IReadOnlyDictionary<string, string> overrides)
    {
        var root = YamlMap.Parse(file, text)
            .Only("name", "summary", "parameters", "hosts", "links", "tunnels", "addresses", "rules", "routes", "faults", "events");
        var name = root.Text("name");
        var parameters = ParameterReader.Read(root.Map("parameters"));
        var values = ParameterReader.Fill($"topology {name}", parameters, overrides);
        root = root.With(values);
        var hosts = ReadHosts(root.Map("hosts"));
        var links = TopologyEntries.Of(root, "links").Select(map => ReadLink(map, hosts)).ToList();
        var tunnels = TopologyEntries.Of(root, "tunnels").Select(map => ReadTunnel(map, hosts)).ToList();
        List<InterfaceName> interfaces = [.. links.SelectMany(link => new[] { link.First, link.Second }), .. tunnels.Select(tunnel => tunnel.At)];
        RefuseRepeatedInterfaces(file, interfaces);
        var addresses = TopologyEntries.Of(root, "addresses").Select(map => ReadAddress(map, interfaces)).ToList();
        var topology = new Topology
        {
            Name = name,
            Summary = root.Text("summary"),
            Parameters = parameters,
            Values = values,
            Hosts = hosts,
            Links = links,
            Tunnels = tunnels,
            Addresses = addresses,
            Rules = [.. TopologyEntries.Of(root, "rules").Select(map => ReadRule(map, hosts, addresses))],
            Routes = [.. TopologyEntries.Of(root, "routes").Select(map => ReadRoute(map, interfaces, addresses))],
            Faults = ReadFaults(root.Map("faults")),
            Events = [],
        };
        return topology with { Events = [.. TopologyEntries.Of(root, "events").Select(map => ReadEvent(map, topology))] };
    }

    private static IReadOnlyList<LabHost> ReadHosts(YamlMap map)
        => [.. map.Keys.SelectMany(key => TopologyEntries.Named(map, key)).Select(host =>
        {
            host.Map.Only("forward", "switch", "module", "each", "if");
            return IsName(host.Name, 32)
                ? new LabHost(host.Name, host.Map.Flag("forward"), host.Map.Flag("switch"), host.Map.Flag("module"))
                : throw map.Error(host.Name, "a host's name has letters, digits and dashes only");
        })];

    private static LabLink ReadLink(YamlMap map, IReadOnlyList<LabHost> hosts)
    {
        map.Only("name", "ends", "shape", "rate", "delay", "loss", "queue", "each", "if");
        var ends = map.Texts("ends");
        if (ends.Count != 2)
        {
            throw map.Error("ends", "a link has two ends, each written host/interface");
        }

        var first = ReadDevice(map, "ends", ends[0], hosts);
        var second = ReadDevice(map, "ends", ends[1], hosts);
        return new LabLink(
            map.Text("name"),
            first,
            second,
            ReadShapedEnds(map, first, second),
            Quantity<long>(map, "rate", Units.TryRate, "a rate such as 20mbit"),
            Quantity<TimeSpan>(map, "delay", Units.TryDuration, "a time such as 10ms"),
            Quantity<double>(map, "loss", Units.TryPercent, "a percentage from 0% to 100%"),
            Integer(map, "queue", 1, 1_000_000) ?? 1000);
    }

    private static IReadOnlyList<InterfaceName> ReadShapedEnds(YamlMap map, InterfaceName first, InterfaceName second)
    {
        var texts = map.Texts("shape");
        return texts.FirstOrDefault(text => text != first.ToString() && text != second.ToString()) is { } wrong
            ? throw map.Error("shape", $"'{wrong}' is not an end of this link; it takes {first}, {second} or both")
            : [.. new[] { first, second }.Where(end => texts.Count == 0 || texts.Contains(end.ToString()))];
    }

    private static LabTunnel ReadTunnel(YamlMap map, IReadOnlyList<LabHost> hosts)
    {
        map.Only("at", "kind", "local", "remote", "each", "if");
        if (!Enum.TryParse<TunnelKind>(map.Text("kind"), ignoreCase: true, out var kind))
        {
            throw map.Error("kind", $"'{map.Text("kind")}' is not allowed; it takes one of {LabTunnel.AllowedKinds}");
        }

        var family = LabTunnel.IsOverIPv6(kind) ? AddressFamily.InterNetworkV6 : AddressFamily.InterNetwork;
        return new LabTunnel(ReadDevice(map, "at", map.Text("at"), hosts), kind, ReadOuter(map, "local", family), ReadOuter(map, "remote", family));
    }

    private static IPAddress ReadOuter(YamlMap map, string key, AddressFamily family)
        => IPAddress.TryParse(map.Text(key), out var address) && address.AddressFamily == family
            ? address
            : throw map.Error(key, $"'{map.Text(key)}' is not an {(family == AddressFamily.InterNetwork ? "IPv4" : "IPv6")} address");

    private static InterfaceName ReadDevice(YamlMap map, string key, string text, IReadOnlyList<LabHost> hosts)
    {
        var parts = text.Split('/');
        if (parts.Length != 2 || !IsName(parts[1], MaxDeviceName))
        {
            throw map.Error(key, $"'{text}' is not host/interface (an interface's name has at most {MaxDeviceName} characters)");
        }

        return hosts.Any(host => host.Name == parts[0])
            ? new InterfaceName(parts[0], parts[1])
            : throw map.Error(key, $"there is no host '{parts[0]}'; there are {string.Join(", ", hosts.Select(host => host.Name))}");
    }

    private static void RefuseRepeatedInterfaces(string file, IEnumerable<InterfaceName> interfaces)
    {
        var twice = interfaces.GroupBy(end => end).FirstOrDefault(group => group.Count() > 1);
        if (twice is not null)
        {
            throw new LabUsageException($"{file}: links: {twice.Key} is the end of two links or tunnels; an interface has one");
        }
    }

    private static LabAddress ReadAddress(YamlMap map, IReadOnlyList<InterfaceName> interfaces)
    {
        map.Only("name", "at", "address", "each", "if");
        var text = map.Text("address");
        var parts = text.Split('/');
        if (parts.Length != 2 || !IPAddress.TryParse(parts[0], out var address)
            || !int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var length)
            || length < 1 || length > address.GetAddressBytes().Length * 8)
        {
            throw map.Error("address", $"'{text}' is not an address with its prefix length, such as 2001:db8:1::c/64 or 192.0.2.1/24");
        }

        return new LabAddress(map.OptionalText("name"), ReadInterface(map, interfaces), address, length);
    }

    private static InterfaceName ReadInterface(YamlMap map, IReadOnlyList<InterfaceName> interfaces)
    {
        var text = map.Text("at");
        var at = interfaces.FirstOrDefault(end => end.ToString() == text);
        return at.Host is not null ? at : throw map.Error("at", $"there is no interface {text}; there are {string.Join(", ", interfaces)}");
    }

    private static LabRule ReadRule(YamlMap map, IReadOnlyList<LabHost> hosts, IReadOnlyList<LabAddress> addresses)
    {
        map.Only("host", "from", "table", "each", "if");
        var name = map.Text("host");
        return hosts.Any(host => host.Name == name)
            ? new LabRule(name, ReadNamed(map, "from", addresses), Integer(map, "table", 1, 250) ?? throw map.Error("table", "is missing"))
            : throw map.Error("host", $"there is no host '{name}'; there are {string.Join(", ", hosts.Select(host => host.Name))}");
    }

    private static LabRoute ReadRoute(YamlMap map, IReadOnlyList<InterfaceName> interfaces, IReadOnlyList<LabAddress> addresses)
    {
        map.Only("at", "to", "via", "source", "table", "metric", "each", "if");
        var (to, toFamily) = ReadDestination(map, addresses);
        var via = map.OptionalText("via") is null ? null : ReadNamed(map, "via", addresses);
        var family = toFamily ?? via?.AddressFamily
            ?? throw map.Error("via", "is missing: it tells whether the default route is one of IPv4 or of IPv6");
        return new LabRoute(
            ReadInterface(map, interfaces),
            family,
            to,
            via,
            map.OptionalText("source") is null ? null : ReadNamed(map, "source", addresses),
            Integer(map, "table", 1, 250),
            Integer(map, "metric", 1, 1_000_000));
    }

    /// <summary>A prefix, the name of an address, which stands for that address alone, or "default", which has no family of its own.</summary>
    private static (string Prefix, AddressFamily? Family) ReadDestination(YamlMap map, IReadOnlyList<LabAddress> addresses)
    {
        var to = map.Text("to");
        if (to == "default")
        {
            return (to, null);
        }

        if (addresses.FirstOrDefault(address => address.Name == to)?.Address is { } host)
        {
            return ($"{host}/{host.GetAddressBytes().Length * 8}", host.AddressFamily);
        }

        return IPNetwork.TryParse(to, out var network)
            ? (to, network.BaseAddress.AddressFamily)
            : throw map.Error("to", $"'{to}' is neither default, nor a prefix such as 2001:db8:1::/64, nor one of {NamesOf(addresses)}");
    }

    private static IPAddress ReadNamed(YamlMap map, string key, IReadOnlyList<LabAddress> addresses)
    {
        var text = map.Text(key);
        if (IPAddress.TryParse(text, out var literal))
        {
            return literal;
        }

        return addresses.FirstOrDefault(address => address.Name == text)?.Address
            ?? throw map.Error(key, $"'{text}' is neither an address nor one of {NamesOf(addresses)}");
    }

    private static string NamesOf(IReadOnlyList<LabAddress> addresses)
        => string.Join(", ", addresses.Where(address => address.Name is not null).Select(address => address.Name));

    private static Dictionary<string, IReadOnlyList<string>> ReadFaults(YamlMap map)
        => map.Keys.ToDictionary(name => name, map.Texts);

    private static TimedAction ReadEvent(YamlMap map, Topology topology)
    {
        map.Only("at", "do", "each", "if");
        try
        {
            return new TimedAction(Quantity<TimeSpan>(map, "at", Units.TryDuration, "a time such as 3s"), topology.ParseAction(map.Text("do")));
        }
        catch (LabUsageException e) when (!e.Message.StartsWith(map.File, StringComparison.Ordinal))
        {
            throw map.Error("do", e.Message);
        }
    }

    private delegate bool TryRead<T>(string text, out T value);

    private static T? Quantity<T>(YamlMap map, string key, TryRead<T> read, string allowed)
        => map.OptionalText(key) is not { } text ? default
            : read(text, out var value) ? value
            : throw map.Error(key, $"'{text}' is not allowed; it takes {allowed}");

    private static int? Integer(YamlMap map, string key, int min, int max)
        => map.OptionalText(key) is not { } text ? null
            : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value >= min && value <= max ? value
            : throw map.Error(key, $"'{text}' is not allowed; it takes an integer from {min} to {max}");

    private static bool IsName(string text, int max)
        => text.Length > 0 && text.Length <= max && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_');
}
