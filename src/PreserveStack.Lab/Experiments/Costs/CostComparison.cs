// SPDX-License-Identifier: MIT
namespace PreserveStack.Lab.Experiments.Costs;

/// <summary>A cell of the table beside the published one.</summary>
/// <param name="Group">What its peers have in common, such as "6.1, offloads on".</param>
/// <param name="Peer">The transport's key.</param>
/// <param name="Benchmark">The benchmark.</param>
/// <param name="Rate">Ours, per simulated second.</param>
/// <param name="RateRatio">Its median by that of the first peer; null if that was not measured.</param>
/// <param name="Instructions">Ours, of client and server together.</param>
/// <param name="InstructionsRatio">
/// The first peer's median by this one's, so that more is better as with rates; null if that was not measured.
/// </param>
/// <param name="PublishedRate">The published rate per second; null for none.</param>
/// <param name="PublishedRatio">The published ratio.</param>
internal sealed record ComparedCost(
    string Group,
    string Peer,
    CostBenchmark Benchmark,
    Spread Rate,
    double? RateRatio,
    Spread Instructions,
    double? InstructionsRatio,
    double? PublishedRate,
    double? PublishedRatio);

/// <summary>Puts cells beside the published table.</summary>
internal static class CostComparison
{
    /// <summary>All cells, benchmark by benchmark.</summary>
    public static IReadOnlyList<ComparedCost> Of(CostDefinition definition, IReadOnlyList<CostCell> cells)
    {
        var basis = definition.Peers.Keys.First();
        return [.. from cell in cells
                   let first = cells.FirstOrDefault(other => other.Values[CostKeys.Peer] == basis && GroupOf(other) == GroupOf(cell))
                   let peer = definition.Peers[cell.Values[CostKeys.Peer]]
                   from benchmark in CostBenchmark.All
                   select new ComparedCost(
                       GroupOf(cell),
                       cell.Values[CostKeys.Peer],
                       benchmark,
                       cell.Rates[benchmark],
                       cell.Rates[benchmark].Median / first?.Rates[benchmark].Median,
                       cell.Instructions[benchmark],
                       first?.Instructions[benchmark].Median / cell.Instructions[benchmark].Median,
                       definition.Published.Rate(benchmark, peer.Column),
                       definition.Published.Ratio(benchmark, peer.Column))];
    }

    private static string GroupOf(CostCell cell)
        => $"kernel {cell.Values["kernel"]}, offloads {cell.Values[CostKeys.Offloads]}, {cell.Values[CostKeys.Calls]} calls";
}
