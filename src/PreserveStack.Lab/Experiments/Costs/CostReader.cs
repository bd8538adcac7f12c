// SPDX-License-Identifier: MIT
using PreserveStack.Bench;
using PreserveStack.Bench.Comparing;
using PreserveStack.Bench.Results;
using PreserveStack.Lab.Machines;

namespace PreserveStack.Lab.Experiments.Costs;

/// <summary>Reads the record of a run.</summary>
internal static class CostReader
{
    private const double NsPerS = 1e9;

    /// <summary>Reads it.</summary>
    /// <exception cref="MachineException">A part of the record is missing or unreadable.</exception>
    public static CostResult Read(RunPlan plan, RunRecord record)
    {
        var measurements = CostJob.Tests.SelectMany(test => Measurements(plan, record, CostJob.FileOf(test))).ToList();
        return new CostResult
        {
            Plan = plan,
            Costs = measurements.ToDictionary(BenchmarkOf, CostOf),
            Samples = [],
            Events = [],
            Environment = GuestEnvironment.Read(record.GuestLines(plan)),
            KernelWarnings = KernelConsole.Warnings(record.Console),
        };
    }

    private static IReadOnlyList<Measurement> Measurements(RunPlan plan, RunRecord record, string file)
    {
        try
        {
            return record.Files.TryGetValue(file, out var text)
                ? ResultFile.Parse(file, text.Split('\n', StringSplitOptions.RemoveEmptyEntries))[^1].Measurements
                : throw new MachineException($"{plan.Id}: the machine left no {file}");
        }
        catch (BenchException exception)
        {
            throw new MachineException($"{plan.Id}: {exception.Message}", exception);
        }
    }

    private static CostBenchmark BenchmarkOf(Measurement measurement) => measurement.Case.Test switch
    {
        BenchTest.Throughput => CostBenchmark.Throughput(measurement.Case.SizeBytes),
        BenchTest.Latency => CostBenchmark.Latency,
        _ => CostBenchmark.Connection,
    };

    private static Cost CostOf(Measurement measurement)
    {
        var rate = measurement.Metrics[MetricNames.MainOf(measurement.Case.Test)];
        var unit = measurement.Case.Test == BenchTest.Throughput ? "byte" : "operation";
        return new Cost(rate, NsPerS / rate, measurement.Metrics[$"client_cpu_ns_per_{unit}"], measurement.Metrics[$"server_cpu_ns_per_{unit}"]);
    }
}
