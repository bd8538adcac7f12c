// SPDX-License-Identifier: MIT
using PreserveStack.Bench.Measuring;
using PreserveStack.Bench.Results;

namespace PreserveStack.Bench.Running;

/// <summary>Makes figures of two samples.</summary>
internal static class Metrics
{
    private const double NsPerUs = 1000;

    /// <summary>The figures of a repeat, the one the test is about first.</summary>
    public static IReadOnlyDictionary<string, double> Of(BenchTest test, double seconds, long amount, Ends from, Ends to, LatencyHistogram times)
    {
        var metrics = new Dictionary<string, double> { [MetricNames.MainOf(test)] = amount / seconds };
        string unit = "byte";
        if (test != BenchTest.Throughput)
        {
            unit = "operation";
            metrics["mean_us"] = times.Mean / NsPerUs;
            foreach ((string name, double fraction) in ResultSummary.ReportedPercentiles)
            {
                metrics[name] = times.Percentile(fraction) / NsPerUs;
            }

            metrics["max_us"] = times.Max / NsPerUs;
        }

        AddCost(metrics, "client", unit, amount, from.Client, to.Client);
        AddCost(metrics, "server", unit, amount, from.Server, to.Server);
        return metrics;
    }

    private static void AddCost(Dictionary<string, double> metrics, string end, string unit, long amount, EndSample from, EndSample to)
    {
        long cpu = to.CpuUserNs + to.CpuSystemNs - from.CpuUserNs - from.CpuSystemNs;
        metrics[$"{end}_cpu_ns_per_{unit}"] = (double)cpu / amount;
        if (from.Instructions is { } first && to.Instructions is { } last)
        {
            metrics[$"{end}_instructions_per_{unit}"] = (double)(last - first) / amount;
        }
    }
}
