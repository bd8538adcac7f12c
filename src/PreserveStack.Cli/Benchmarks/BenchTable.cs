// SPDX-License-Identifier: MIT
using System.Globalization;
using PreserveStack.Bench;
using PreserveStack.Bench.Results;
using PreserveStack.Bench.Statistics;
using PreserveStack.Cli.Output;

namespace PreserveStack.Cli.Benchmarks;

/// <summary>A result as a table: medians, their range, and the ratio to the first transport with its 95 % interval.</summary>
internal static class BenchTable
{
    private const double Mega = 1e6;
    private static readonly string[] Times = [MetricNames.P50Us, "p90_us", MetricNames.P99Us, "p99_9_us", "max_us"];

    public static string Name(BenchTransport transport) => transport.ToString().ToLowerInvariant();

    public static string Headline(Measurement measurement) => measurement.Case.Test == BenchTest.Throughput
        ? Format($"{measurement.Metrics[MetricNames.BytesPerS] / Mega:0.00} MB/s")
        : Format($"{measurement.Metrics[MetricNames.OperationsPerS]:0} operations/s, median {measurement.Metrics[MetricNames.P50Us]:0.0} us");

    public static void Write(TextWriter output, BenchResult result)
    {
        BenchTest test = result.Plan.Test;
        string[] times = test == BenchTest.Throughput ? [] : Times;
        string unit = test == BenchTest.Throughput ? "byte" : "operation";
        string[] costs = [.. new[] { $"client_cpu_ns_per_{unit}", $"server_cpu_ns_per_{unit}", $"client_instructions_per_{unit}", $"server_instructions_per_{unit}" }
            .Where(name => result.Cases.All(cell => cell.Metrics.ContainsKey(name)))];
        bool hasRatios = result.Cases.Any(cell => cell.Ratios is not null);
        var table = new TextTable(
        [
            "transport", "size_bytes>", "repeats>", test == BenchTest.Throughput ? "mb_per_s>" : "operations_per_s>", "min..max>",
            .. hasRatios ? ["ratio>", "ratio_95%>"] : Array.Empty<string>(),
            .. times.Concat(costs).Select(name => $"{name}>"),
        ]);
        foreach (CaseResult cell in result.Cases)
        {
            Estimate main = cell.Metrics[MetricNames.MainOf(test)];
            double scale = test == BenchTest.Throughput ? Mega : 1;
            table.Add(
            [
                Name(cell.Case.Transport), Format($"{cell.Case.SizeBytes}"), Format($"{main.Count}"), Number(main.Median / scale),
                $"{Number(main.Min / scale)}..{Number(main.Max / scale)}",
                .. hasRatios ? Ratio(cell, MetricNames.MainOf(test)) : [],
                .. times.Concat(costs).Select(name => Number(cell.Metrics[name].Median)),
            ]);
        }

        table.Write(output);
    }

    /// <summary>A figure with as many digits as mean something.</summary>
    public static string Number(double value) => value.ToString(Math.Abs(value) >= 100 ? "0" : Math.Abs(value) >= 10 ? "0.0" : "0.000", CultureInfo.InvariantCulture);

    private static string[] Ratio(CaseResult cell, string metric) => cell.Ratios is null || !cell.Ratios.TryGetValue(metric, out Estimate? ratio)
        ? ["1", "-"]
        : [Format($"{ratio.Mean:0.000}"), ratio.Ci95Low is { } low ? Format($"{low:0.000}..{ratio.Ci95High:0.000}") : "-"];

    private static string Format(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
