// SPDX-License-Identifier: MIT
using System.Globalization;
using System.Text.Json.Nodes;

namespace PreserveStack.Lab.Experiments.Costs;

/// <summary>Runs that differ only in their seed, taken together.</summary>
/// <param name="Values">The values they share.</param>
/// <param name="Runs">How many there are.</param>
/// <param name="Rates">Each benchmark's rate per simulated second.</param>
/// <param name="Instructions">Instructions on the account of client and server together, for a byte, a round trip or a connection.</param>
public sealed record CostCell(
    IReadOnlyDictionary<string, string> Values,
    int Runs,
    IReadOnlyDictionary<CostBenchmark, Spread> Rates,
    IReadOnlyDictionary<CostBenchmark, Spread> Instructions) : CellSummary(Values, Runs)
{
    /// <inheritdoc/>
    public override IReadOnlyList<SummaryColumn> Columns =>
        [.. CostBenchmark.All.Select(benchmark => new SummaryColumn($"{benchmark.Name}_{benchmark.Unit.Replace(' ', '_')}", Text(Rates[benchmark].Median / benchmark.Scale)))];

    /// <summary>Of runs that share their values but for the seed.</summary>
    public static CostCell Of(IReadOnlyDictionary<string, string> values, IReadOnlyList<CostResult> runs)
    {
        ArgumentNullException.ThrowIfNull(runs);
        return new CostCell(
            values,
            runs.Count,
            Each(benchmark => runs.Select(run => run.Costs[benchmark].RatePerS)),
            Each(benchmark => runs.Select(run => run.Costs[benchmark].ClientInstructions + run.Costs[benchmark].ServerInstructions)));
    }

    internal override void WriteTo(JsonObject cell)
    {
        foreach (var benchmark in CostBenchmark.All)
        {
            cell[benchmark.Name] = new JsonObject { ["rate_per_s"] = Rates[benchmark].ToJson(), ["instructions"] = Instructions[benchmark].ToJson() };
        }
    }

    private static Dictionary<CostBenchmark, Spread> Each(Func<CostBenchmark, IEnumerable<double>> values)
        => CostBenchmark.All.ToDictionary(benchmark => benchmark, benchmark => Spread.Of(values(benchmark)));

    private static string Text(double value) => value.ToString(value < 100 ? "0.00" : "0", CultureInfo.InvariantCulture);
}
