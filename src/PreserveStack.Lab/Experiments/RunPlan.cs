// SPDX-License-Identifier: MIT
using PreserveStack.Lab.Machines;

namespace PreserveStack.Lab.Experiments;

/// <summary>One run of an experiment: a single value for each key.</summary>
public sealed record RunPlan
{
    /// <summary>The kind of connection.</summary>
    public required string Peer { get; init; }

    /// <summary>The fault of the topology, or "none".</summary>
    public required string Cut { get; init; }

    /// <summary>The host that sends: client or server.</summary>
    public required string Sender { get; init; }

    /// <summary>The topology's name.</summary>
    public required string Topology { get; init; }

    /// <summary>The machine, kernel and seed.</summary>
    public required MachineOptions Machine { get; init; }

    /// <summary>All keys with their values, those above included, in the experiment's order.</summary>
    public required IReadOnlyDictionary<string, string> Values { get; init; }

    /// <summary>A name that is unique within the experiment and good for a folder.</summary>
    public required string Id { get; init; }

    /// <summary>What to call it while a sweep goes on.</summary>
    public required string Title { get; init; }

    /// <summary>The module's settings among the values, below net.preserve.</summary>
    public IReadOnlyDictionary<string, string> ModuleSettings
        => Values.Where(pair => pair.Key.StartsWith(SweepPlanner.ModulePrefix, StringComparison.Ordinal))
            .ToDictionary(pair => pair.Key[SweepPlanner.ModulePrefix.Length..], pair => pair.Value);
}
