// SPDX-License-Identifier: MIT
using System.Text;
using PreserveStack.Lab.Experiments;
using PreserveStack.Lab.Machines;
using PreserveStack.Lab.Reports;
using PreserveStack.Lab.Topologies;

namespace PreserveStack.Lab;

/// <summary>The lab as the command line sees it: topologies, experiments, and programs run in them.</summary>
/// <param name="machines">Makes the machines.</param>
/// <param name="files">The product's files; null to find them.</param>
public sealed class LabRunner(Func<MachineOptions, IMachine> machines, LabFiles? files = null)
{
    private const int LiveMs = 100;

    private readonly Lazy<LabFiles> _files = new(() => files ?? LabFiles.Find());

    /// <summary>The topologies that come with the product.</summary>
    public IReadOnlyList<TopologyListing> ListTopologies()
        => [.. _files.Value.Topologies.Select(name => LoadTopology(name, new Dictionary<string, string>())).Select(topology =>
            new TopologyListing(topology.Name, topology.Summary, [.. topology.Parameters.Select(spec => spec.Listing)], [.. topology.Faults.Keys]))];

    /// <summary>The experiments that come with the product.</summary>
    public IReadOnlyList<ExperimentListing> ListExperiments()
        => [.. _files.Value.Experiments.Select(name => ExperimentLoader.Load(_files.Value.ExperimentPath(name))).Select(experiment =>
            new ExperimentListing(experiment.Name, experiment.Summary, [.. experiment.Settings.Select(spec => spec.Listing)]))];

    /// <summary>
    /// Runs a script or command of the user's as root with the topology up. The result's exit status and output
    /// are those of the command.
    /// </summary>
    /// <param name="topology">Name of a topology, or path of a YAML file.</param>
    /// <param name="options">Machine, module and parameters.</param>
    /// <param name="command">
    /// The command and its arguments. If the first is a file of the caller's, it is copied into the machine with the other
    /// files of its folder and run there; a single argument with blanks or shell characters is run by bash.
    /// </param>
    /// <param name="output">Receives the output while it is produced; null to only collect it.</param>
    /// <param name="cancellationToken">Kills the machine.</param>
    /// <exception cref="LabUsageException">Unknown topology, parameter or host.</exception>
    /// <exception cref="MachineException">The machine, or the set-up of the topology, failed.</exception>
    public async Task<GuestResult> ExecAsync(
        string topology, ExecOptions options, IReadOnlyList<string> command, IGuestOutput? output, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(command);
        var job = ExecJob.ForCommand(LoadTopology(topology, options.Parameters), options, command);
        var result = await machines(options.Machine).RunAsync(job, output, cancellationToken).ConfigureAwait(false);
        RefuseFailedSetup(topology, result);
        if (options.OutputDirectory is { } folder)
        {
            await WriteFilesAsync(folder, result, cancellationToken).ConfigureAwait(false);
        }

        return result;
    }

    /// <summary>Gives the user's terminal a shell with the topology up, and returns its exit status.</summary>
    /// <param name="topology">Name of a topology, or path of a YAML file.</param>
    /// <param name="options">Machine, module and parameters.</param>
    /// <param name="cancellationToken">Kills the machine.</param>
    /// <exception cref="LabUsageException">Unknown topology, parameter or host, or a machine without a terminal.</exception>
    public async Task<int> ShellAsync(string topology, ExecOptions options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (options.WithDebugger && options.Machine.Kind == MachineKind.Qemu)
        {
            throw new LabUsageException("gdb looks into User-mode Linux, which is a process: use --vm uml or --vm debug with --gdb");
        }

        var job = ExecJob.ForShell(LoadTopology(topology, options.Parameters), options);
        if (machines(options.Machine) is not IInteractiveMachine machine)
        {
            throw new LabUsageException("this kind of machine has no terminal: use --vm qemu");
        }

        var result = await machine.RunInteractiveAsync(job, cancellationToken).ConfigureAwait(false);
        RefuseFailedSetup(topology, result);
        return result.ExitStatus;
    }

    /// <summary>Runs all combinations of the settings' values.</summary>
    /// <param name="experiment">Name of an experiment, or path of a YAML file.</param>
    /// <param name="settings">Values and limits.</param>
    /// <param name="progress">Told when a run starts and ends.</param>
    /// <param name="cancellationToken">Kills the machines.</param>
    /// <exception cref="LabUsageException">Unknown experiment, key or value.</exception>
    /// <exception cref="MachineException">A machine, or the set-up in it, failed.</exception>
    public Task<ExperimentResult> RunExperimentAsync(
        string experiment, ExperimentSettings settings, IProgress<RunProgress>? progress, CancellationToken cancellationToken)
        => RunAsync(experiment, settings, timeline: null, progress, cancellationToken);

    /// <summary>Runs the core of the failover experiment and tells what happens while it happens.</summary>
    /// <param name="options">Peers and cuts.</param>
    /// <param name="timeline">Told every 100 ms of simulated time of each run, and at each event; one call at a time.</param>
    /// <param name="progress">Told when a run starts and ends.</param>
    /// <param name="cancellationToken">Kills the machines.</param>
    public Task<ExperimentResult> DemoAsync(
        DemoOptions options, IProgress<TimelinePoint>? timeline, IProgress<RunProgress>? progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        var settings = new ExperimentSettings
        {
            Values = new Dictionary<string, IReadOnlyList<string>>
            {
                ["topology"] = [options.Topology],
                ["vm"] = [options.Machine.Kind.ToString().ToLowerInvariant()],
                ["kernel"] = [options.Machine.Kernel],
                ["cut"] = options.Cuts,
                ["peer"] = options.Peers,
                ["seed"] = [options.Machine.Seed.ToString(System.Globalization.CultureInfo.InvariantCulture)],
            },
            Jobs = options.Jobs,
            OutputDirectory = options.OutputDirectory ?? Path.Combine(Environment.CurrentDirectory, "out", "demo"),
            Limit = options.Machine.Limit,
            IsResumed = false,
        };
        return RunAsync("failover", settings, timeline, progress, cancellationToken);
    }

    private async Task<ExperimentResult> RunAsync(
        string experiment,
        ExperimentSettings settings,
        IProgress<TimelinePoint>? timeline,
        IProgress<RunProgress>? progress,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(settings);
        var definition = ExperimentLoader.Load(_files.Value.ExperimentPath(experiment));
        var planner = new SweepPlanner(definition, name => LoadTopology(name, new Dictionary<string, string>()));
        var parameters = planner.Parameters(settings.Values);
        var plans = planner.Plan(parameters, settings.Limit);
        var runs = settings.OutputDirectory is { } folder ? Path.Combine(folder, ResultFolder.Runs) : null;
        if (runs is not null && !settings.IsResumed && Directory.Exists(runs))
        {
            Directory.Delete(runs, recursive: true);
        }

        var gate = new Lock();
        var runner = new SweepRunner(definition, LoadTopology, machines)
        {
            Live = timeline is null ? null : plan => new LiveOutput(plan, timeline, gate),
            LiveMs = timeline is null ? 0 : LiveMs,
        };
        var results = await runner.RunAsync(plans, settings.Jobs, runs, progress, cancellationToken).ConfigureAwait(false);
        var summary = CellSummaries.Of(definition, results);
        var result = new ExperimentResult
        {
            Experiment = definition.Name,
            Parameters = parameters,
            Environment = await HostEnvironment.ReadAsync(cancellationToken).ConfigureAwait(false),
            Results = results,
            Summary = summary,
            Tables = definition.Compare(parameters, summary),
        };
        return settings.OutputDirectory is { } output ? ResultFolder.Write(definition, result, output) : result;
    }

    private Topology LoadTopology(string name, IReadOnlyDictionary<string, string> parameters)
        => TopologyLoader.Load(_files.Value.TopologyPath(name), parameters);

    private static void RefuseFailedSetup(string topology, GuestResult result)
    {
        if (result.Files.TryGetValue(ExecJob.SetupFailedFile, out var log))
        {
            throw new MachineException($"topology {topology} could not be set up: {Encoding.UTF8.GetString(log.Span).Trim()}");
        }
    }

    private static async Task WriteFilesAsync(string folder, GuestResult result, CancellationToken cancellationToken)
    {
        foreach (var (name, content) in result.Files)
        {
            var path = Path.Combine(folder, name);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            await File.WriteAllBytesAsync(path, content, cancellationToken).ConfigureAwait(false);
        }
    }
}
