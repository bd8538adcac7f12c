// SPDX-License-Identifier: MIT
using System.Text;
using PreserveStack.Cli.Services;
using PreserveStack.Lab;
using PreserveStack.Lab.Experiments;
using PreserveStack.Lab.Machines;

namespace PreserveStack.Cli.Tests;

/// <summary>A lab that remembers what it was asked and answers what a test says.</summary>
internal sealed class ScriptedLab : ILab
{
    public string? Topology { get; private set; }

    public ExecOptions? ExecOptions { get; private set; }

    public IReadOnlyList<string>? Command { get; private set; }

    public string? Experiment { get; private set; }

    public ExperimentSettings? Settings { get; private set; }

    public DemoOptions? DemoOptions { get; private set; }

    public byte[] StandardOutput { get; init; } = [];

    public byte[] StandardError { get; init; } = [];

    public int Status { get; init; }

    public Exception? Failure { get; init; }

    public IReadOnlyList<TopologyListing> ListTopologies() =>
        [new("two-links", "directly joined", [new KeyListing("delay", "10ms", "a time", "one way")], ["silent", "carrier"])];

    public IReadOnlyList<ExperimentListing> ListExperiments() =>
        [new("failover", "a link is cut", [new KeyListing("peer", "tcp,preserve", "one of tcp, preserve", "who is compared")])];

    public async Task<GuestResult> ExecAsync(
        string topology, ExecOptions options, IReadOnlyList<string> command, IGuestOutput? output, CancellationToken cancellationToken)
    {
        (Topology, ExecOptions, Command) = (topology, options, command);
        Fail();
        output?.OnStandardOutput(StandardOutput);
        output?.OnStandardError(StandardError);
        if (Status < 0)
        {
            await Task.Delay(Timeout.Infinite, cancellationToken);
        }

        return new GuestResult(
            Status,
            Encoding.UTF8.GetString(StandardOutput),
            Encoding.UTF8.GetString(StandardError),
            new Dictionary<string, ReadOnlyMemory<byte>> { ["trace.pcap"] = default },
            "");
    }

    public Task<int> ShellAsync(string topology, ExecOptions options, CancellationToken cancellationToken)
    {
        (Topology, ExecOptions) = (topology, options);
        return Task.FromResult(Status);
    }

    public Task<ExperimentResult> RunExperimentAsync(
        string experiment, ExperimentSettings settings, IProgress<RunProgress>? progress, CancellationToken cancellationToken)
    {
        (Experiment, Settings) = (experiment, settings);
        Fail();
        TransferResult result = Results.Run("preserve", "silent");
        progress?.Report(new RunProgress(RunState.Started, result.Plan, 0, 1, null));
        progress?.Report(new RunProgress(RunState.Finished, result.Plan, 1, 1, result));
        return Task.FromResult(Results.Experiment(result));
    }

    public Task<ExperimentResult> DemoAsync(
        DemoOptions options, IProgress<TimelinePoint>? timeline, IProgress<RunProgress>? progress, CancellationToken cancellationToken)
    {
        DemoOptions = options;
        Fail();
        TransferResult[] results = [.. options.Cuts.SelectMany(cut => options.Peers.Select(peer => Results.Run(peer, cut)))];
        foreach (TransferResult result in results)
        {
            for (int tenth = 1; tenth <= 100; tenth++)
            {
                bool cutOff = tenth is > 30 and < 34;
                timeline?.Report(new TimelinePoint(
                    result.Plan.Peer, result.Plan.Cut, TimelineKind.Sample, tenth / 10.0, 235_000L * Math.Min(tenth, cutOff ? 30 : tenth), ""));
            }

            timeline?.Report(new TimelinePoint(result.Plan.Peer, result.Plan.Cut, TimelineKind.Cut, 3, 7_050_000, "link1"));
            timeline?.Report(new TimelinePoint(result.Plan.Peer, result.Plan.Cut, TimelineKind.Migration, 3.3, 7_050_000, "client to link2"));
            progress?.Report(new RunProgress(RunState.Finished, result.Plan, 1, results.Length, result));
        }

        return Task.FromResult(Results.Experiment(results));
    }

    private void Fail()
    {
        if (Failure is not null)
        {
            throw Failure;
        }
    }
}
