// SPDX-License-Identifier: MIT
namespace PreserveStack.Lab.Topologies;

/// <summary>What the set-up does with the module.</summary>
/// <param name="IsLoaded">Whether it is loaded.</param>
/// <param name="EnabledHosts">The hosts in which it is enabled.</param>
/// <param name="Sysctls">Settings below net.preserve for those hosts.</param>
public sealed record ModuleUse(bool IsLoaded, IReadOnlyList<string> EnabledHosts, IReadOnlyDictionary<string, string> Sysctls)
{
    /// <summary>Not loaded at all.</summary>
    public static ModuleUse None { get; } = new(false, [], new Dictionary<string, string>());

    /// <summary>Loaded, and enabled where the topology wants it.</summary>
    public static ModuleUse In(Topology topology, IReadOnlyList<string> plainHosts)
    {
        ArgumentNullException.ThrowIfNull(topology);
        ArgumentNullException.ThrowIfNull(plainHosts);
        var unknown = plainHosts.FirstOrDefault(name => topology.Hosts.All(host => host.Name != name));
        return unknown is null
            ? new(
                true,
                [.. topology.Hosts.Where(host => host.HasModule && !plainHosts.Contains(host.Name)).Select(host => host.Name)],
                new Dictionary<string, string>())
            : throw new LabUsageException(
                $"topology {topology.Name} has no host '{unknown}'; it has {string.Join(", ", topology.Hosts.Select(host => host.Name))}");
    }
}
