// SPDX-License-Identifier: MIT
using PreserveStack.Lab.Reports;
using PreserveStack.Lab.Topologies;

namespace PreserveStack.Lab.Experiments.Costs;

/// <summary>An experiment about what transports cost: the benchmarks of the thesis of 1999, chapter 7.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Summary">One line.</param>
/// <param name="Settings">The keys of its own.</param>
/// <param name="Peers">The transports that are compared; the first is what the others are divided by.</param>
/// <param name="Published">The published figures.</param>
public sealed record CostDefinition(
    string Name,
    string Summary,
    IReadOnlyList<ParameterSpec> Settings,
    IReadOnlyDictionary<string, CostPeer> Peers,
    PublishedCosts Published) : ExperimentDefinition(Name, Summary, Settings)
{
    internal override string TitleOf(IReadOnlyDictionary<string, string> values)
        => $"{Peers[values[CostKeys.Peer]].Name}, offloads {values[CostKeys.Offloads]}, {values["kernel"]} seed {values["seed"]}";

    internal override CostJob Job(RunPlan plan, Func<string, IReadOnlyDictionary<string, string>, Topology> loadTopology)
        => new(Peers[plan.Peer], plan, loadTopology(plan.Topology, TopologyValues(plan)));

    internal override CostCell Summarise(IReadOnlyDictionary<string, string> values, IReadOnlyList<RunResult> runs)
        => CostCell.Of(values, [.. runs.Cast<CostResult>()]);

    internal override IReadOnlyList<ReportFile> Report(ExperimentResult result) => CostReport.Write(this, result);
}
