// SPDX-License-Identifier: MIT
using PreserveStack.Bench;
using PreserveStack.Bench.Environments;
using PreserveStack.Bench.Results;
using PreserveStack.Lab.Experiments;
using PreserveStack.Lab.Experiments.Costs;

namespace PreserveStack.Lab.Tests.Experiments.Costs;

/// <summary>The shipped experiment of costs, planned for tests.</summary>
internal static class Tcpbench
{
    private static readonly BenchEnvironment Guest = new() { Facts = new Dictionary<string, string>(), Sysctls = new Dictionary<string, string>() };

    public static CostDefinition Definition { get; } =
        (CostDefinition)ExperimentLoader.Load(Path.Combine(Checkout.Root, "benchmarks", "experiments", "tcpbench.yaml"));

    public static IReadOnlyList<RunPlan> Plans(params string[] assignments)
    {
        var planner = new SweepPlanner(Definition, name => Failover.Load(name, new Dictionary<string, string>()));
        return planner.Plan(planner.Parameters(ExperimentSettings.ParseValues(assignments)), TimeSpan.FromMinutes(1));
    }

    public static IRunJob Job(RunPlan plan) => Definition.Job(plan, Failover.Load);

    /// <summary>A run in which everything went at the same rate.</summary>
    public static CostResult Read(RunPlan plan, double rate) => (CostResult)Job(plan).Read(Records.Of(
        ["""{"type":"environment","key":"kernel","value":"6.1.0"}"""],
        ("throughput.ndjson", Result(BenchTest.Throughput, MetricNames.BytesPerS, "byte", rate, 512, 2048, 8192)),
        ("latency.ndjson", Result(BenchTest.Latency, MetricNames.OperationsPerS, "operation", rate, 1)),
        ("rate.ndjson", Result(BenchTest.Rate, MetricNames.OperationsPerS, "operation", rate, 1))));

    private static string Result(BenchTest test, string metric, string unit, double rate, params int[] sizes) => new BenchResult
    {
        Plan = new BenchPlan { Test = test, Host = "server" },
        Client = Guest,
        Server = Guest,
        Cases = [],
        Warnings = [],
        Measurements =
        [
            .. sizes.Select(size => new Measurement
            {
                Case = new BenchCase(test, BenchTransport.Tcp, size, 1, false),
                Repeat = 1,
                Seconds = 1,
                Bytes = 1,
                Operations = 1,
                Metrics = new Dictionary<string, double> { [metric] = rate, [$"client_cpu_ns_per_{unit}"] = 6e8 / rate, [$"server_cpu_ns_per_{unit}"] = 3e8 / rate },
            }),
        ],
    }.ToJson() + "\n";
}
