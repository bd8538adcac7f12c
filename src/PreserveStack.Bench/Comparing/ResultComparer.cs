// SPDX-License-Identifier: MIT
using System.Globalization;
using PreserveStack.Bench.Environments;
using PreserveStack.Bench.Results;
using PreserveStack.Bench.Statistics;

namespace PreserveStack.Bench.Comparing;

/// <summary>Compares two results.</summary>
public static class ResultComparer
{
    /// <summary>Facts that differ between any two runs.</summary>
    private static readonly string[] NotCompared = ["address"];

    /// <summary>The figures that are compared unless others are named.</summary>
    public static IReadOnlyList<string> StandardMetrics(BenchTest test) => test switch
    {
        BenchTest.Throughput => [MetricNames.BytesPerS],
        BenchTest.Latency => [MetricNames.OperationsPerS, MetricNames.P50Us, MetricNames.P99Us],
        _ => [MetricNames.OperationsPerS],
    };

    /// <summary>Compares.</summary>
    /// <param name="before">The run to measure up to.</param>
    /// <param name="after">The run to judge.</param>
    /// <param name="threshold">The part by which a median may be worse, such as 0.05.</param>
    /// <param name="metrics">Names of figures; empty for the standard ones.</param>
    /// <exception cref="BenchException">They share no case, or none has the figure.</exception>
    public static BenchComparison Compare(BenchResult before, BenchResult after, double threshold, IReadOnlyList<string> metrics)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(after);
        ArgumentNullException.ThrowIfNull(metrics);
        BenchCase[] shared = [.. before.Cases.Select(cell => cell.Case).Intersect(after.Cases.Select(cell => cell.Case))];
        ComparedFigure[] figures =
        [
            .. from cell in shared
               from metric in metrics.Count > 0 ? metrics : StandardMetrics(cell.Test)
               let first = Values(before, cell, metric)
               let second = Values(after, cell, metric)
               where first.Length > 0 && second.Length > 0
               select Figure(cell, metric, first, second, threshold),
        ];
        return figures.Length > 0
            ? new BenchComparison(threshold, figures, Missing(before, after), Differences(before, after))
            : throw new BenchException("the two results have no figure in common: compare runs of the same test, sizes, transports and connections");
    }

    private static double[] Values(BenchResult result, BenchCase cell, string metric) =>
        [.. result.Measurements.Where(one => one.Case == cell && one.Metrics.ContainsKey(metric)).Select(one => one.Metrics[metric])];

    private static ComparedFigure Figure(BenchCase cell, string metric, double[] first, double[] second, double threshold)
    {
        double before = Estimate.Of(first).Median;
        double after = Estimate.Of(second).Median;
        double change = before == 0 ? 0 : after / before - 1;
        bool? isSignificant = Difference.IsSignificant(first, second);
        double loss = MetricNames.MoreIsBetter(metric) ? -change : change;
        Verdict verdict = loss > threshold ? isSignificant == false ? Verdict.Noise : Verdict.Regression
            : loss < -threshold ? Verdict.Better
            : Verdict.Same;
        return new ComparedFigure(cell, metric, before, after, change, isSignificant, verdict);
    }

    private static List<string> Missing(BenchResult before, BenchResult after)
    {
        BenchCase[] first = [.. before.Cases.Select(cell => cell.Case)];
        BenchCase[] second = [.. after.Cases.Select(cell => cell.Case)];
        return [.. first.Except(second).Select(cell => $"{Words(cell)}: only in the first"), .. second.Except(first).Select(cell => $"{Words(cell)}: only in the second")];
    }

    private static string Words(BenchCase cell) => string.Create(
        CultureInfo.InvariantCulture, $"{cell.Test} over {cell.Transport}, {cell.SizeBytes} B, {cell.Connections} connections{(cell.Reverse ? ", reverse" : "")}");

    private static EnvironmentDifference[] Differences(BenchResult before, BenchResult after) =>
    [
        .. Differences("client ", before.Client, after.Client),
        .. Differences("server ", before.Server, after.Server),
        .. Differences("plan ", PlanWords.Of(before.Plan), PlanWords.Of(after.Plan)),
    ];

    private static IEnumerable<EnvironmentDifference> Differences(string end, BenchEnvironment before, BenchEnvironment after) =>
        Differences(end, before.Facts, after.Facts).Concat(Differences(end, before.Sysctls, after.Sysctls));

    private static IEnumerable<EnvironmentDifference> Differences(
        string end, IReadOnlyDictionary<string, string> before, IReadOnlyDictionary<string, string> after) =>
        from name in before.Keys.Union(after.Keys).Except(NotCompared)
        let first = before.GetValueOrDefault(name, "")
        let second = after.GetValueOrDefault(name, "")
        where first != second
        select new EnvironmentDifference(end + name, first, second);
}
