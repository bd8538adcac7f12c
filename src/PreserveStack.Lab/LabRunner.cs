// SPDX-License-Identifier: MIT
using PreserveStack.Lab.Experiments;
using PreserveStack.Lab.Machines;

namespace PreserveStack.Lab;

/// <summary>The lab as the command line sees it: topologies, experiments, and programs run in them.</summary>
/// <param name="machines">Makes the machines.</param>
public sealed class LabRunner(Func<MachineOptions, IMachine> machines)
{
    private readonly Func<MachineOptions, IMachine> _machines = machines;

    /// <summary>The topologies that come with the product.</summary>
    public IReadOnlyList<TopologyListing> ListTopologies() => throw new NotSupportedException();

    /// <summary>The experiments that come with the product.</summary>
    public IReadOnlyList<ExperimentListing> ListExperiments() => throw new NotSupportedException();

    /// <summary>
    /// Runs a script or command of the user's as root with the topology up. The result's exit status and output
    /// are those of the command.
    /// </summary>
    /// <param name="topology">Name of a topology, or path of a YAML file.</param>
    /// <param name="options">Machine, module and parameters.</param>
    /// <param name="command">The command and its arguments; see docs of <c>preserve lab exec</c>.</param>
    /// <param name="output">Receives the output while it is produced; null to only collect it.</param>
    /// <param name="cancellationToken">Kills the machine.</param>
    /// <exception cref="LabUsageException">Unknown topology, parameter or host.</exception>
    /// <exception cref="MachineException">The machine, or the set-up of the topology, failed.</exception>
    public Task<GuestResult> ExecAsync(
        string topology, ExecOptions options, IReadOnlyList<string> command, IGuestOutput? output, CancellationToken cancellationToken)
        => throw new NotSupportedException();

    /// <summary>Gives the user's terminal a shell with the topology up, and returns its exit status.</summary>
    public Task<int> ShellAsync(string topology, ExecOptions options, CancellationToken cancellationToken)
        => throw new NotSupportedException();

    /// <summary>Runs all combinations of the settings' values.</summary>
    /// <param name="experiment">Name of an experiment, or path of a YAML file.</param>
    /// <param name="settings">Values and limits.</param>
    /// <param name="progress">Told when a run starts and ends.</param>
    /// <param name="cancellationToken">Kills the machines.</param>
    /// <exception cref="LabUsageException">Unknown experiment, key or value.</exception>
    /// <exception cref="MachineException">A machine, or the set-up in it, failed.</exception>
    public Task<ExperimentResult> RunExperimentAsync(
        string experiment, ExperimentSettings settings, IProgress<RunProgress>? progress, CancellationToken cancellationToken)
        => throw new NotSupportedException();

    /// <summary>Runs the core of the failover experiment and tells what happens while it happens.</summary>
    /// <param name="options">Peers and cuts.</param>
    /// <param name="timeline">Told every 100 ms of simulated time of each run, and at each event; one call at a time.</param>
    /// <param name="progress">Told when a run starts and ends.</param>
    /// <param name="cancellationToken">Kills the machines.</param>
    public Task<ExperimentResult> DemoAsync(
        DemoOptions options, IProgress<TimelinePoint>? timeline, IProgress<RunProgress>? progress, CancellationToken cancellationToken)
        => throw new NotSupportedException();
}
