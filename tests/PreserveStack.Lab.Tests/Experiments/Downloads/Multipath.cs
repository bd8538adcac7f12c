// SPDX-License-Identifier: MIT
using System.Globalization;
using PreserveStack.Lab.Experiments;
using PreserveStack.Lab.Experiments.Downloads;

namespace PreserveStack.Lab.Tests.Experiments.Downloads;

/// <summary>The shipped experiment of downloads, planned for tests.</summary>
internal static class Multipath
{
    public static DownloadDefinition Definition { get; } =
        (DownloadDefinition)ExperimentLoader.Load(Path.Combine(Checkout.Root, "benchmarks", "experiments", "multipath.yaml"));

    private static SweepPlanner Planner { get; } = new(Definition, name => Failover.Load(name, new Dictionary<string, string>()));

    public static IReadOnlyDictionary<string, IReadOnlyList<string>> Parameters(params string[] assignments)
        => Planner.Parameters(ExperimentSettings.ParseValues(assignments));

    public static IReadOnlyList<RunPlan> Plans(params string[] assignments)
        => Planner.Plan(Parameters(assignments), TimeSpan.FromMinutes(1));

    public static RunPlan Plan(params string[] assignments) => Plans([.. assignments, "seed=1"]).Single();

    public static IRunJob Job(RunPlan plan) => Definition.Job(plan, Failover.Load);

    /// <summary>A download that took so many ms.</summary>
    public static RunRecord Record(double ms, params (string Name, string Text)[] files)
        => Records.Of(
            [string.Create(
                CultureInfo.InvariantCulture,
                $$"""{"type":"fetched","status":200,"error":"","bytes":2400000,"expected":2400000,"changed":0,"connected_ms":0.5,"first_ms":1.5,"last_ms":{{ms}},"largest_gap_ms":12.5,"gaps":[]}""")],
            files);

    public static DownloadResult Read(RunPlan plan, RunRecord record) => (DownloadResult)Job(plan).Read(record);
}
