// SPDX-License-Identifier: MIT
using PreserveStack.Lab;
using PreserveStack.Lab.Experiments;
using PreserveStack.Lab.Machines;

namespace PreserveStack.Cli.Services;

/// <summary>The lab as the commands need it; tests put a scripted one in its place. See <see cref="LabRunner"/>.</summary>
public interface ILab
{
    /// <summary>The topologies that come with the product.</summary>
    IReadOnlyList<TopologyListing> ListTopologies();

    /// <summary>The experiments that come with the product.</summary>
    IReadOnlyList<ExperimentListing> ListExperiments();

    /// <summary>Runs a command of the user's with the topology up.</summary>
    Task<GuestResult> ExecAsync(
        string topology, ExecOptions options, IReadOnlyList<string> command, IGuestOutput? output, CancellationToken cancellationToken);

    /// <summary>Gives the terminal a shell with the topology up.</summary>
    Task<int> ShellAsync(string topology, ExecOptions options, CancellationToken cancellationToken);

    /// <summary>Runs all combinations of the settings' values.</summary>
    Task<ExperimentResult> RunExperimentAsync(
        string experiment, ExperimentSettings settings, IProgress<RunProgress>? progress, CancellationToken cancellationToken);

    /// <summary>Runs the core of the failover experiment and tells what happens while it happens.</summary>
    Task<ExperimentResult> DemoAsync(
        DemoOptions options, IProgress<TimelinePoint>? timeline, IProgress<RunProgress>? progress, CancellationToken cancellationToken);
}
