// SPDX-License-Identifier: MIT
using PreserveStack.Lab.Machines;
using PreserveStack.Lab.Topologies;

namespace PreserveStack.Lab.Experiments;

/// <summary>Carries out the runs of a sweep, a few machines at a time.</summary>
/// <param name="definition">The experiment.</param>
/// <param name="loadTopology">Reads a topology with parameters.</param>
/// <param name="machines">Makes the machines.</param>
public sealed class SweepRunner(
    ExperimentDefinition definition,
    Func<string, IReadOnlyDictionary<string, string>, Topology> loadTopology,
    Func<MachineOptions, IMachine> machines)
{
    private readonly Lock _progressLock = new();

    /// <summary>Listens to the runs while they run; null for nobody.</summary>
    public Func<RunPlan, IGuestOutput>? Live { get; init; }

    /// <summary>Every so many ms of simulated time a run prints a sample; 0 for none.</summary>
    public int LiveMs { get; init; }

    /// <summary>Carries them out.</summary>
    /// <param name="plans">The runs.</param>
    /// <param name="jobs">Machines at a time.</param>
    /// <param name="folder">Where the records are kept, and looked for; null for nowhere.</param>
    /// <param name="progress">Told when a run starts and ends.</param>
    /// <param name="cancellationToken">Kills the machines.</param>
    /// <returns>The results in the order of the plans.</returns>
    public async Task<IReadOnlyList<RunResult>> RunAsync(
        IReadOnlyList<RunPlan> plans, int jobs, string? folder, IProgress<RunProgress>? progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(plans);
        var work = plans.Select(plan => Prepare(plan)).ToList();
        var results = new RunResult[plans.Count];
        var completed = 0;
        var options = new ParallelOptions { MaxDegreeOfParallelism = jobs, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(Enumerable.Range(0, plans.Count), options, async (i, token) =>
        {
            var plan = plans[i];
            var path = folder is null ? null : Path.Combine(folder, plan.Id);
            var known = path is null ? null : RunRecord.Load(path);
            if (known is null)
            {
                Report(new RunProgress(RunState.Started, plan, Volatile.Read(ref completed), plans.Count, null));
            }

            var record = known ?? await RunOneAsync(plan, work[i], path, token).ConfigureAwait(false);
            results[i] = work[i].Read(record);
            var state = known is null ? RunState.Finished : RunState.Resumed;
            Report(new RunProgress(state, plan, Interlocked.Increment(ref completed), plans.Count, results[i]));
        }).ConfigureAwait(false);
        return results;

        void Report(RunProgress report)
        {
            lock (_progressLock)
            {
                progress?.Report(report);
            }
        }
    }

    /// <summary>All that can be wrong about a run is found before the first machine starts.</summary>
    private IRunJob Prepare(RunPlan plan)
    {
        var job = definition.Job(plan, loadTopology);
        job.Create(LiveMs);
        return job;
    }

    private async Task<RunRecord> RunOneAsync(RunPlan plan, IRunJob job, string? path, CancellationToken cancellationToken)
    {
        var result = await machines(plan.Machine).RunAsync(job.Create(LiveMs), Live?.Invoke(plan), cancellationToken).ConfigureAwait(false);
        var record = RunRecord.From(plan, result);
        if (path is not null)
        {
            record.Save(path);
        }

        return record;
    }
}
