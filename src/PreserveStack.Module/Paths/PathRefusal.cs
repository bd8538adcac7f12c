// SPDX-License-Identifier: MIT
using System.Runtime.InteropServices;
using PreserveStack.Module.Kernel;

namespace PreserveStack.Module.Paths;

/// <summary>
/// Says what was wrong with a transaction. The kernel gives one number for all of its lines; which line it meant follows
/// from the groups and the devices there are.
/// </summary>
internal static class PathRefusal
{
    public static string Explain(KernelError error, PathTransaction transaction, IReadOnlyList<PathGroup> groups, IReadOnlyList<string> devices) =>
        error switch
        {
            KernelError.NotPermitted or KernelError.AccessDenied => "changing paths takes root",
            KernelError.NoDevice => NoDevice(transaction, groups, devices),
            KernelError.Exists => Exists(transaction, groups),
            KernelError.NotFound => NotFound(transaction, groups),
            KernelError.NoSpace => NoSpace(transaction, groups),
            KernelError.Invalid => null,
            _ => $"the kernel refused to change the paths: {Marshal.GetPInvokeErrorMessage((int)error)}",
        } ?? $"the kernel refused to change the paths ({Marshal.GetPInvokeErrorMessage((int)error)}): the module and this program are of "
            + "different versions, or somebody else changes them too";

    /// <summary>There is no device of that name.</summary>
    public static string UnknownDevice(string device, IEnumerable<string> devices)
    {
        string? nearest = NearestName.Find(device, devices);
        return $"there is no device '{device}' in this network namespace: "
            + (nearest is null ? "'ip link' lists them" : $"did you mean '{nearest}'?");
    }

    private static string? NoDevice(PathTransaction transaction, IReadOnlyList<PathGroup> groups, IReadOnlyList<string> devices) =>
        transaction.Orders.OfType<PathOrder.Set>()
            .Where(order => !devices.Contains(order.Device) && groups.All(group => group.Name != order.Group || group.Find(order.Device) is null))
            .Select(order => UnknownDevice(order.Device, devices))
            .FirstOrDefault();

    private static string? Exists(PathTransaction transaction, IReadOnlyList<PathGroup> groups) =>
        (from order in transaction.Orders.OfType<PathOrder.Set>()
         from other in groups
         where other.Name != order.Group && other.Find(order.Device) is not null
         select $"{order.Device} is in group '{other.Name}' already: 'preserve paths remove {order.Device}' takes it out").FirstOrDefault();

    private static string? NotFound(PathTransaction transaction, IReadOnlyList<PathGroup> groups) =>
        (from order in transaction.Orders.OfType<PathOrder.Remove>()
         where groups.All(known => known.Name != order.Group || known.Find(order.Device) is null)
         select NotInGroup(order.Device, order.Group, groups)).FirstOrDefault();

    private static string NotInGroup(string device, string group, IReadOnlyList<PathGroup> groups) =>
        groups.FirstOrDefault(other => other.Find(device) is not null) is { } other
            ? $"{device} is not in group '{group}' but in '{other.Name}'"
            : $"{device} is in no group: 'preserve paths' lists all";

    private static string? NoSpace(PathTransaction transaction, IReadOnlyList<PathGroup> groups)
    {
        PathOrder.Set[] orders = [.. transaction.Orders.OfType<PathOrder.Set>()];
        string? full = orders.Select(order => order.Group).Distinct().FirstOrDefault(name =>
            orders.Where(order => order.Group == name).Select(order => order.Device)
                .Union(groups.Where(group => group.Name == name).SelectMany(group => group.Paths).Select(path => path.Device))
                .Count() > PathRules.MaxPaths);
        return full is null
            ? $"there would be more than {PathRules.MaxGroups} groups of paths: remove one first"
            : $"group '{full}' would have more than {PathRules.MaxPaths} paths: remove one first";
    }
}
