// SPDX-License-Identifier: MIT
using PreserveStack.Lab;
using PreserveStack.Lab.Experiments;
using PreserveStack.Lab.Machines;

namespace PreserveStack.Cli.Services;

/// <summary>The real lab.</summary>
internal sealed class RunnerLab(LabRunner runner) : ILab
{
    public IReadOnlyList<TopologyListing> ListTopologies() => runner.ListTopologies();

    public IReadOnlyList<ExperimentListing> ListExperiments() => runner.ListExperiments();

    public Task<GuestResult> ExecAsync(
        string topology, ExecOptions options, IReadOnlyList<string> command, IGuestOutput? output, CancellationToken cancellationToken) =>
        runner.ExecAsync(topology, options, command, output, cancellationToken);

    public Task<int> ShellAsync(string topology, ExecOptions options, CancellationToken cancellationToken) =>
        runner.ShellAsync(topology, options, cancellationToken);

    public Task<ExperimentResult> RunExperimentAsync(
        string experiment, ExperimentSettings settings, IProgress<RunProgress>? progress, CancellationToken cancellationToken) =>
        runner.RunExperimentAsync(experiment, settings, progress, cancellationToken);

    public Task<ExperimentResult> DemoAsync(
        DemoOptions options, IProgress<TimelinePoint>? timeline, IProgress<RunProgress>? progress, CancellationToken cancellationToken) =>
        runner.DemoAsync(options, timeline, progress, cancellationToken);
}
