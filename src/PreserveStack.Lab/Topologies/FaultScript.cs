// SPDX-License-Identifier: MIT
using System.Text;

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
            commands.Add(UsesFilter(first) ? FilterCommand(together) : RoutingCommand(topology, together));
            i += together.Count;
        }

        return commands;
    }

    private static bool UsesFilter(FaultAction step) => step.Kind is FaultKind.Drop or FaultKind.Undrop;

    /// <summary>Drops at the ingress hook, before the host's own stack or a packet capture's filter can see anything.</summary>
    private static string FilterCommand(List<FaultAction> steps)
    {
        var rules = steps.Select(step => step.Kind == FaultKind.Drop
            ? $"table netdev lab_{step.At.Device} {{ chain wire {{ type filter hook ingress device \"{step.At.Device}\" priority -500; policy drop; }}; }}"
            : $"delete table netdev lab_{step.At.Device}");
        return $"ip netns exec {steps[0].At.Host} nft '{string.Join("; ", rules)}'";
    }

    private static string RoutingCommand(Topology topology, List<FaultAction> steps)
    {
        var lines = steps.SelectMany(step => Lines(topology, step)).ToList();
        var batch = new StringBuilder($"printf '%s\\n'");
        foreach (var line in lines)
        {
            batch.Append(" '").Append(line).Append('\'');
        }

        return $"{batch} | ip -6 -n {steps[0].At.Host} -batch -";
    }

    private static IEnumerable<string> Lines(Topology topology, FaultAction step)
    {
        var addresses = topology.Addresses.Where(address => address.At == step.At);
        var routes = topology.Routes.Where(route => route.At == step.At);
        return step.Kind switch
        {
            FaultKind.Down => [$"link set {step.At.Device} down"],
            FaultKind.Up => [
                $"link set {step.At.Device} up",
                .. addresses.Select(address => TopologyScript.AddressLine("replace", address)),
                .. routes.Select(route => TopologyScript.RouteLine("replace", route))],
            FaultKind.RemoveAddresses => addresses.Select(address => TopologyScript.AddressLine("del", address)),
            FaultKind.AddAddresses => [
                .. addresses.Select(address => TopologyScript.AddressLine("replace", address)),
                .. routes.Select(route => TopologyScript.RouteLine("replace", route))],
            FaultKind.RemoveRoutes => routes.Select(route => TopologyScript.RouteLine("del", route)),
            _ => routes.Select(route => TopologyScript.RouteLine("replace", route)),
        };
    }
}
