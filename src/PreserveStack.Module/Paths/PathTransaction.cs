// SPDX-License-Identifier: MIT
using PreserveStack.Module.Tables;

namespace PreserveStack.Module.Paths;

/// <summary>Changes of path groups that the module carries out together, or not at all.</summary>
public sealed class PathTransaction
{
    internal const string ModeWord = "mode";

    private readonly List<PathOrder> _orders = [];

    /// <summary>Whether there is nothing to change.</summary>
    public bool IsEmpty => _orders.Count == 0;

    /// <summary>As /proc/net/preserve/paths takes it, in one write.</summary>
    public string Text => string.Concat(_orders.Select(order => order.Line + "\n"));

    internal IReadOnlyList<PathOrder> Orders => _orders;

    /// <summary>The changes that make one configuration of another. Paths that stay keep their counters.</summary>
    /// <param name="current">What there is.</param>
    /// <param name="wanted">What there is to be.</param>
    public static PathTransaction Between(IReadOnlyList<PathGroup> current, IReadOnlyList<PathGroup> wanted)
    {
        var transaction = new PathTransaction();
        if (current.Concat(wanted).Select(group => group.Name).Distinct().Count() > PathRules.MaxGroups)
        {
            // The new groups have no room beside the old ones.
            transaction.Clear();
            current = [];
        }

        var added = new List<PathOrder>();
        foreach (PathGroup old in current.Where(old => wanted.All(group => group.Name != old.Name)))
        {
            transaction.Empty(old);
        }

        foreach (PathGroup group in wanted)
        {
            transaction.Adjust(current.FirstOrDefault(old => old.Name == group.Name), group, added);
        }

        // A device can only join a group after it left the other.
        transaction._orders.AddRange(added);
        return transaction;
    }

    /// <summary>Adds a path or changes its weight.</summary>
    /// <param name="device">The network device; it must exist.</param>
    /// <param name="weight">0 to 1000; 0 is a backup.</param>
    /// <param name="group">The group; made when there is none.</param>
    public PathTransaction Set(string device, uint weight, string group = PathRules.DefaultGroup) =>
        Add(new PathOrder.Set(device, weight, group));

    /// <summary>Removes a path.</summary>
    /// <param name="device">The network device.</param>
    /// <param name="group">Its group.</param>
    public PathTransaction Remove(string device, string group = PathRules.DefaultGroup) => Add(new PathOrder.Remove(device, group));

    /// <summary>Changes the mode of a group.</summary>
    /// <param name="mode">The mode.</param>
    /// <param name="group">The group; made when there is none.</param>
    public PathTransaction SetMode(PathMode mode, string group = PathRules.DefaultGroup) => Add(new PathOrder.SetMode(mode, group));

    /// <summary>Removes all groups.</summary>
    public PathTransaction Clear() => Add(new PathOrder.Clear());

    private PathTransaction Add(PathOrder order)
    {
        _orders.Add(order);
        return this;
    }

    // A group is gone when it has no paths and the mode that a new one has.
    private void Empty(PathGroup group)
    {
        foreach (PathWeight path in group.Paths)
        {
            Remove(path.Device, group.Name);
        }

        if (group.Mode != PathMode.Weighted)
        {
            SetMode(PathMode.Weighted, group.Name);
        }
    }

    private void Adjust(PathGroup? old, PathGroup wanted, List<PathOrder> added)
    {
        PathWeight[] before = [.. old?.Paths ?? []];
        PathWeight[] stay = [.. before.Where(path => wanted.Find(path.Device) is not null)];

        // New paths go to the end: what stands in another order is taken out and put in again.
        int inOrder = stay.Zip(wanted.Paths).TakeWhile(pair => pair.First.Device == pair.Second.Device).Count();
        foreach (PathWeight path in before.Except(stay).Concat(stay.Skip(inOrder)))
        {
            Remove(path.Device, wanted.Name);
        }

        if (wanted.Mode != (old?.Mode ?? PathMode.Weighted))
        {
            added.Add(new PathOrder.SetMode(wanted.Mode, wanted.Name));
        }

        added.AddRange(wanted.Paths
            .Where((path, index) => index >= inOrder || path.Weight != before.First(other => other.Device == path.Device).Weight)
            .Select(path => new PathOrder.Set(path.Device, path.Weight, wanted.Name)));
    }
}
