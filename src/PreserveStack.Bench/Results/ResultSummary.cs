// SPDX-License-Identifier: MIT
using PreserveStack.Bench.Statistics;

namespace PreserveStack.Bench.Results;

/// <summary>Takes repeats together.</summary>
internal static class ResultSummary
{
    private static readonly (string Name, double Fraction)[] Percentiles = [(MetricNames.P50Us, 0.5), ("p90_us", 0.9), (MetricNames.P99Us, 0.99), ("p99_9_us", 0.999)];

    /// <summary>The percentiles that are reported, and the names of their figures.</summary>
    public static IReadOnlyList<(string Name, double Fraction)> ReportedPercentiles => Percentiles;

    /// <summary>The cells of a run.</summary>
    /// <param name="plan">The run; its first transport is what others are compared with.</param>
    /// <param name="measurements">The repeats.</param>
    public static IReadOnlyList<CaseResult> Of(BenchPlan plan, IReadOnlyList<Measurement> measurements)
    {
        var cells = measurements.GroupBy(measurement => measurement.Case).ToDictionary(cell => cell.Key, cell => cell.ToList());
        return [.. cells.Select(cell => new CaseResult(
            cell.Key,
            Each(cell.Value, name => Estimate.Of(Values(cell.Value, name))),
            cell.Key.Transport == plan.Transports[0] ? null : RatiosOf(cell.Value, cells[cell.Key with { Transport = plan.Transports[0] }])))];
    }

    /// <summary>What makes figures doubtful.</summary>
    public static IReadOnlyList<string> Warnings(BenchPlan plan, IReadOnlyList<Measurement> measurements)
    {
        List<string> warnings = [];
        if (measurements.Sum(measurement => measurement.PortWaits) is > 0 and var waits)
        {
            warnings.Add(
                $"{waits} connections waited for a free port, {measurements.Sum(measurement => measurement.PortWaitTotalS):0.0} s in all: the rate is that of " +
                "TIME_WAIT, not of the transport. Let the server close first, give more source addresses, or widen net.ipv4.ip_local_port_range.");
        }

        if (measurements.Any(measurement => measurement.ServerIsShared))
        {
            warnings.Add("The server served others meanwhile: its processor time is not that of this run alone.");
        }

        if (plan.Repeats == 1)
        {
            warnings.Add("One repeat says nothing about the scatter: there are no confidence intervals.");
        }

        return warnings;
    }

    // Processor time has a tick; a short repeat may have used none, and then there is no ratio.
    private static Dictionary<string, Estimate> RatiosOf(List<Measurement> cell, List<Measurement> first) => cell[0].Metrics.Keys
        .Where(name => cell.Concat(first).All(measurement => measurement.Metrics[name] > 0))
        .ToDictionary(name => name, name => Estimate.OfRatios(Values(cell, name), Values(first, name)));

    private static Dictionary<string, Estimate> Each(List<Measurement> cell, Func<string, Estimate> estimate) =>
        cell[0].Metrics.Keys.ToDictionary(name => name, estimate);

    private static double[] Values(List<Measurement> cell, string name) => [.. cell.Select(measurement => measurement.Metrics[name])];
}
