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
            .Only("name", "summary", "parameters", "hosts", "links", "addresses", "rules", "routes", "faults", "events");
        var name = root.Text("name");
        var parameters = ParameterReader.Read(root.Map("parameters"));
        var values = ParameterReader.Fill($"topology {name}", parameters, overrides);
        root = root.With(values);
        var hosts = ReadHosts(root.Map("hosts"));
        var links = Entries(root, "links", values).Select(map => ReadLink(map, hosts)).ToList();
        RefuseRepeatedInterfaces(file, links);
        var addresses = Entries(root, "addresses", values).Select(map => ReadAddress(map, links)).ToList();
        var topology = new Topology
        {
            Name = name,
            Summary = root.Text("summary"),
            Parameters = parameters,
            Values = values,
            Hosts = hosts,
            Links = links,
            Addresses = addresses,
            Rules = [.. Entries(root, "rules", values).Select(map => ReadRule(map, hosts, addresses))],
            Routes = [.. Entries(root, "routes", values).Select(map => ReadRoute(map, links, addresses))],
            Faults = ReadFaults(root.Map("faults")),
            Events = [],
        };
        return topology with { Events = [.. Entries(root, "events", values).Select(map => ReadEvent(map, topology))] };
    }

    private static IEnumerable<YamlMap> Entries(YamlMap root, string key, IReadOnlyDictionary<string, string> values)
        => root.Maps(key).Where(map => TopologyCondition.Holds(map, values));

    private static IReadOnlyList<LabHost> ReadHosts(YamlMap map)
        => [.. map.Keys.Select(name =>
        {
            var host = map.Map(name).Only("forward", "module");
            return IsName(name, 32)
                ? new LabHost(name, host.Flag("forward"), host.Flag("module"))
                : throw map.Error(name, "a host's name has letters, digits and dashes only");
        })];

    private static LabLink ReadLink(YamlMap map, IReadOnlyList<LabHost> hosts)
    {
        map.Only("name", "ends", "shape", "rate", "delay", "loss", "queue", "if");
        var ends = map.Texts("ends");
        if (ends.Count != 2)
        {
            throw map.Error("ends", "a link has two ends, each written host/interface");
        }

        var first = ReadEnd(map, ends[0], hosts);
        var second = ReadEnd(map, ends[1], hosts);
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

    private static InterfaceName ReadEnd(YamlMap map, string text, IReadOnlyList<LabHost> hosts)
    {
        var parts = text.Split('/');
        if (parts.Length != 2 || !IsName(parts[1], MaxDeviceName))
        {
            throw map.Error("ends", $"'{text}' is not host/interface (an interface's name has at most {MaxDeviceName} characters)");
        }

        return hosts.Any(host => host.Name == parts[0])
            ? new InterfaceName(parts[0], parts[1])
            : throw map.Error("ends", $"there is no host '{parts[0]}'; there are {string.Join(", ", hosts.Select(host => host.Name))}");
    }

    private static void RefuseRepeatedInterfaces(string file, IEnumerable<LabLink> links)
    {
        var twice = links.SelectMany(link => new[] { link.First, link.Second }).GroupBy(end => end).FirstOrDefault(group => group.Count() > 1);
        if (twice is not null)
        {
            throw new LabUsageException($"{file}: links: {twice.Key} is the end of two links; an interface has one");
        }
    }

    private static LabAddress ReadAddress(YamlMap map, IReadOnlyList<LabLink> links)
    {
        map.Only("name", "at", "address", "if");
        var text = map.Text("address");
        var parts = text.Split('/');
        if (parts.Length != 2 || !TryIPv6(parts[0], out var address)
            || !int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var length) || length is < 1 or > 128)
        {
            throw map.Error("address", $"'{text}' is not an IPv6 address with its prefix length, such as 2001:db8:1::c/64");
        }

        return new LabAddress(map.OptionalText("name"), ReadInterface(map, links), address, length);
    }

    private static InterfaceName ReadInterface(YamlMap map, IReadOnlyList<LabLink> links)
    {
        var text = map.Text("at");
        var ends = links.SelectMany(link => new[] { link.First, link.Second }).ToList();
        var at = ends.FirstOrDefault(end => end.ToString() == text);
        return at.Host is not null ? at : throw map.Error("at", $"there is no interface {text}; there are {string.Join(", ", ends)}");
    }

    private static LabRule ReadRule(YamlMap map, IReadOnlyList<LabHost> hosts, IReadOnlyList<LabAddress> addresses)
    {
        map.Only("host", "from", "table", "if");
        var name = map.Text("host");
        return hosts.Any(host => host.Name == name)
            ? new LabRule(name, ReadNamed(map, "from", addresses), Integer(map, "table", 1, 250) ?? throw map.Error("table", "is missing"))
            : throw map.Error("host", $"there is no host '{name}'; there are {string.Join(", ", hosts.Select(host => host.Name))}");
    }

    private static LabRoute ReadRoute(YamlMap map, IReadOnlyList<LabLink> links, IReadOnlyList<LabAddress> addresses)
    {
        map.Only("at", "to", "via", "table", "metric", "if");
        var to = map.Text("to");
        if (to != "default" && !(IPNetwork.TryParse(to, out var network) && network.BaseAddress.AddressFamily == AddressFamily.InterNetworkV6))
        {
            throw map.Error("to", $"'{to}' is neither default nor an IPv6 prefix such as 2001:db8:1::/64");
        }

        return new LabRoute(
            ReadInterface(map, links), to, ReadNamed(map, "via", addresses), Integer(map, "table", 1, 250), Integer(map, "metric", 1, 1_000_000));
    }

    private static IPAddress ReadNamed(YamlMap map, string key, IReadOnlyList<LabAddress> addresses)
    {
        var text = map.Text(key);
        if (TryIPv6(text, out var literal))
        {
            return literal;
        }

        var names = addresses.Where(address => address.Name is not null);
        return names.FirstOrDefault(address => address.Name == text)?.Address
            ?? throw map.Error(
                key, $"'{text}' is neither an IPv6 address nor one of {string.Join(", ", names.Select(address => address.Name))}");
    }

    private static Dictionary<string, IReadOnlyList<string>> ReadFaults(YamlMap map)
        => map.Keys.ToDictionary(name => name, map.Texts);

    private static TimedAction ReadEvent(YamlMap map, Topology topology)
    {
        map.Only("at", "do", "if");
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

    private static bool TryIPv6(string text, out IPAddress address)
        => IPAddress.TryParse(text, out address!) && address.AddressFamily == AddressFamily.InterNetworkV6;

    private static bool IsName(string text, int max)
        => text.Length > 0 && text.Length <= max && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_');
}
