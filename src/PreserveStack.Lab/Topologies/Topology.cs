// SPDX-License-Identifier: MIT
namespace PreserveStack.Lab.Topologies;

/// <summary>Hosts, links and everything on them, with all parameters filled in.</summary>
public sealed record Topology
{
    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>One line.</summary>
    public required string Summary { get; init; }

    /// <summary>What can be overridden.</summary>
    public required IReadOnlyList<ParameterSpec> Parameters { get; init; }

    /// <summary>The values that were used.</summary>
    public required IReadOnlyDictionary<string, string> Values { get; init; }

    /// <summary>The hosts.</summary>
    public required IReadOnlyList<LabHost> Hosts { get; init; }

    /// <summary>The cables.</summary>
    public required IReadOnlyList<LabLink> Links { get; init; }

    /// <summary>The ends of tunnels.</summary>
    public required IReadOnlyList<LabTunnel> Tunnels { get; init; }

    /// <summary>The addresses.</summary>
    public required IReadOnlyList<LabAddress> Addresses { get; init; }

    /// <summary>The rules by source.</summary>
    public required IReadOnlyList<LabRule> Rules { get; init; }

    /// <summary>The routes.</summary>
    public required IReadOnlyList<LabRoute> Routes { get; init; }

    /// <summary>Faults by name; a step's ${n} is the number of the link.</summary>
    public required IReadOnlyDictionary<string, IReadOnlyList<string>> Faults { get; init; }

    /// <summary>What happens by itself after the set-up.</summary>
    public required IReadOnlyList<TimedAction> Events { get; init; }

    /// <summary>The addresses that scripts know by name.</summary>
    public IReadOnlyDictionary<string, string> Environment
        => Addresses.Where(address => address.Name is not null).ToDictionary(address => address.Name!, address => address.Address.ToString());

    /// <summary>All interfaces: the ends of links, then the tunnels.</summary>
    public IEnumerable<InterfaceName> Interfaces
        => Links.SelectMany(link => new[] { link.First, link.Second }).Concat(Tunnels.Select(tunnel => tunnel.At));

    /// <summary>The interfaces of a host.</summary>
    public IEnumerable<InterfaceName> InterfacesOf(string host) => Interfaces.Where(at => at.Host == host);

    /// <summary>The steps of a fault of link <paramref name="number"/>.</summary>
    /// <exception cref="LabUsageException">There is no such fault or link.</exception>
    public IReadOnlyList<FaultAction> Fault(string name, int number)
    {
        if (!Faults.TryGetValue(name, out var steps))
        {
            throw new LabUsageException($"topology {Name} has no fault '{name}'; it has {string.Join(", ", Faults.Keys)}");
        }

        var link = number.ToString(System.Globalization.CultureInfo.InvariantCulture);
        return [.. steps.Select(step => ParseAction(step.Replace("${n}", link, StringComparison.Ordinal)))];
    }

    /// <summary>Reads a step such as "down client/link1".</summary>
    /// <exception cref="LabUsageException">It is not one.</exception>
    public FaultAction ParseAction(string step)
    {
        ArgumentNullException.ThrowIfNull(step);
        var words = step.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (words.Length != 2 || !FaultAction.TryKind(words[0], out var kind))
        {
            throw new LabUsageException($"'{step}' is no action; write one of {string.Join(", ", FaultAction.AllowedWords)} and host/interface");
        }

        var all = Interfaces.ToList();
        var at = all.FirstOrDefault(end => end.ToString() == words[1]);
        return at.Host is null
            ? throw new LabUsageException($"'{step}': there is no interface {words[1]}; there are {string.Join(", ", all)}")
            : new FaultAction(kind, at);
    }
}
