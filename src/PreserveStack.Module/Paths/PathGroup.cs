// SPDX-License-Identifier: MIT
using PreserveStack.Module.Tables;

namespace PreserveStack.Module.Paths;

/// <summary>A group of paths as it is configured.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Mode">How it shares out its packets.</param>
/// <param name="Paths">Its paths; failover takes the first that works.</param>
public sealed record PathGroup(string Name, PathMode Mode, IReadOnlyList<PathWeight> Paths)
{
    /// <summary>The configuration behind a table.</summary>
    /// <param name="entries">The lines of /proc/net/preserve/paths.</param>
    public static IReadOnlyList<PathGroup> Of(IEnumerable<PathEntry> entries) =>
    [
        .. entries.GroupBy(entry => entry.Group).Select(lines => new PathGroup(
            lines.Key,
            lines.First().Mode,
            [.. lines.Where(line => line.Device is not null).Select(line => new PathWeight(line.Device!, line.Weight))])),
    ];

    /// <summary>The path of a device, or null.</summary>
    /// <param name="device">Its name.</param>
    public PathWeight? Find(string device) => Paths.FirstOrDefault(path => path.Device == device);
}
