// SPDX-License-Identifier: MIT
using PreserveStack.Lab.Experiments;
using PreserveStack.Lab.Topologies;

namespace PreserveStack.Lab.Tests.Experiments;

/// <summary>The shipped experiment, planned for tests.</summary>
internal static class Failover
{
    public static TransferDefinition Definition { get; } =
        (TransferDefinition)ExperimentLoader.Load(Path.Combine(Checkout.Root, "benchmarks", "experiments", "failover.yaml"));

    public static SweepPlanner Planner { get; } = new(Definition, name => Load(name, new Dictionary<string, string>()));

    public static Topology Load(string name, IReadOnlyDictionary<string, string> parameters)
        => TopologyLoader.Load(Path.Combine(Checkout.Root, "vm", "topologies", name + ".yaml"), parameters);

    public static IReadOnlyList<RunPlan> Plans(params string[] assignments)
        => Planner.Plan(Planner.Parameters(ExperimentSettings.ParseValues(assignments)), TimeSpan.FromMinutes(1));

    public static TransferJob Job(RunPlan plan) => Definition.Job(plan, Load);
}
