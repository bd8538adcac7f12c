// SPDX-License-Identifier: MIT
using PreserveStack.Lab.Experiments;
using PreserveStack.Lab.Machines;

namespace PreserveStack.Cli.Tests;

/// <summary>Results of runs that never happened.</summary>
internal static class Results
{
    public static TransferResult Run(string peer, string cut) => new()
    {
        Plan = new RunPlan
        {
            Peer = peer,
            Cut = cut,
            Sender = "client",
            Topology = "two-routers",
            Machine = new MachineOptions(),
            Values = new Dictionary<string, string> { ["peer"] = peer, ["cut"] = cut, ["seed"] = "1" },
            Id = $"{peer}-{cut}",
            Title = $"{peer} {cut} client two-routers qemu 6.1 seed 1",
        },
        LargestGapMs = 312.4,
        DeliveredBytes = 22_100_000,
        LostBytes = 0,
        ChangedBytes = 0,
        Connections = 1,
        CompletedConnections = 1,
        Migrations = 1,
        Followed = 1,
        Samples = [],
        Events = [],
    };

    public static ExperimentResult Experiment(params TransferResult[] runs) => new()
    {
        Experiment = "failover",
        Parameters = new Dictionary<string, IReadOnlyList<string>>
        {
            ["peer"] = [.. runs.Select(run => run.Plan.Peer).Distinct()],
            ["cut"] = [.. runs.Select(run => run.Plan.Cut).Distinct()],
            ["seed"] = ["1"],
        },
        Environment = new Dictionary<string, string>(),
        Results = runs,
        Summary =
        [
            .. runs.Select(run => new TransferCell(
                run.Plan.Values, 1, null, 0, Spread.Of([run.LargestGapMs]), null, Spread.Of([run.DeliveredBytes]), run.LostBytes, run.ChangedBytes)),
        ],
        ReportPath = "/results/report.html",
    };
}
