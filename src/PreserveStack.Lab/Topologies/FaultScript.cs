// SPDX-License-Identifier: MIT
using System.Net.Sockets;

namespace PreserveStack.Lab.Topologies;

/// <summary>Shell commands that carry out steps of faults, with as few processes as possible.</summary>
public static class FaultScript
{
    /// <summary>One shell command per group of steps that one process can do; they are meant to run one after the other.</summary>
    public static IReadOnlyList<string> Commands(Topology topology, IReadOnlyList<FaultAction> steps)
    {
        ArgumentNullException.ThrowIfNull(topology);
        ArgumentNullException.ThrowIfNull(steps);
        var commands = new List<string>();
        for (var i = 0; i < steps.Count;)
        {
            var first = steps[i];
            var together = steps.Skip(i).TakeWhile(step => step.At.Host == first.At.Host && UsesFilter(step) == UsesFilter(first)).ToList();
            commands.AddRange(UsesFilter(first) ? [FilterCommand(together)] : RoutingCommands(topology, together));
            i += together.Count;
        }

        return commands;
    }

    /// <summary>Loads what the steps need, so that they do not wait for it; empty if they need nothing.</summary>
    public static string Preparation(IEnumerable<FaultAction> steps)
        => steps.Any(UsesFilter) ? "modprobe -aq sch_ingress cls_matchall act_gact 2>/dev/null || true\n" : "";

    private static bool UsesFilter(FaultAction step) => step.Kind is FaultKind.Drop or FaultKind.Undrop;

    /// <summary>Drops at the ingress of the interface, before the host's own stack sees anything.</summary>
    private static string FilterCommand(List<FaultAction> steps)
        => Batch($"tc -n {steps[0].At.Host} -batch -", steps.SelectMany(step => step.Kind == FaultKind.Drop
            ? new[] { $"qdisc add dev {step.At.Device} clsact", $"filter add dev {step.At.Device} ingress matchall action drop" }
            : [$"qdisc del dev {step.At.Device} clsact"]));

    private static IEnumerable<string> RoutingCommands(Topology topology, List<FaultAction> steps)
        => IpBatch.Commands(steps[0].At.Host, steps.SelectMany(step => Lines(topology, step)))
            .Select(batch => Batch(batch.Command, batch.Lines));

    private static string Batch(string command, IEnumerable<string> lines)
        => $"printf '%s\\n' {string.Join(' ', lines.Select(line => $"'{line}'"))} | {command}";

    private static IEnumerable<IpLine> Lines(Topology topology, FaultAction step)
    {
        var addresses = topology.Addresses.Where(address => address.At == step.At);
        var routes = topology.Routes.Where(route => route.At == step.At);
        return step.Kind switch
        {
            FaultKind.Down => [IpLine.Any($"link set dev {step.At.Device} down")],
            FaultKind.Up => [IpLine.Any($"link set dev {step.At.Device} up"), .. Added(addresses), .. Added(routes)],
            FaultKind.RemoveAddresses => addresses.Select(address => IpLine.Of(address.Address, TopologyScript.AddressLine("del", address))),
            FaultKind.AddAddresses => [.. Added(addresses), .. Added(routes)],
            FaultKind.RemoveRoutes => [
                .. routes.Select(route => new IpLine(route.Family, TopologyScript.RouteLine("del", route))),
                .. addresses.Select(address => IpLine.Of(address.Address, $"route del {address.Prefix} dev {address.At.Device}"))],
            _ => [.. addresses.Select(address => IpLine.Of(address.Address, KernelRouteLine(address))), .. Added(routes)],
        };
    }

    private static IEnumerable<IpLine> Added(IEnumerable<LabAddress> addresses)
        => addresses.Select(address => IpLine.Of(address.Address, TopologyScript.AddressLine("replace", address)));

    private static IEnumerable<IpLine> Added(IEnumerable<LabRoute> routes)
        => routes.Select(route => new IpLine(route.Family, TopologyScript.RouteLine("replace", route)));

    /// <summary>The route to an address's own prefix as the kernel makes it.</summary>
    private static string KernelRouteLine(LabAddress address)
        => $"route replace {address.Prefix} dev {address.At.Device} proto kernel "
            + (address.Address.AddressFamily == AddressFamily.InterNetwork ? $"scope link src {address.Address}" : "metric 256");
}
