// SPDX-License-Identifier: MIT
using PreserveStack.Lab.Reports;
using PreserveStack.Lab.Topologies;

namespace PreserveStack.Lab.Experiments;

/// <summary>An experiment as its file describes it. What its runs do, measure and report depends on its kind.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Summary">One line.</param>
/// <param name="Settings">The keys of its own, in the order in which a sweep goes through them, the last one fastest.</param>
public abstract record ExperimentDefinition(string Name, string Summary, IReadOnlyList<ParameterSpec> Settings)
{
    /// <summary>Keys whose values are trials of the same thing: runs that differ in nothing else are taken together.</summary>
    internal virtual IReadOnlyList<string> TrialKeys => ["seed"];

    /// <summary>The runs that one combination of values stands for.</summary>
    internal virtual IEnumerable<Dictionary<string, string>> Expand(Dictionary<string, string> values) => [values];

    /// <summary>What to call a run while a sweep goes on.</summary>
    internal abstract string TitleOf(IReadOnlyDictionary<string, string> values);

    /// <summary>The job of a run.</summary>
    /// <param name="plan">The run.</param>
    /// <param name="loadTopology">Reads a topology with parameters.</param>
    internal abstract IRunJob Job(RunPlan plan, Func<string, IReadOnlyDictionary<string, string>, Topology> loadTopology);

    /// <summary>Takes runs together that share their values but for the trial.</summary>
    internal abstract CellSummary Summarise(IReadOnlyDictionary<string, string> values, IReadOnlyList<RunResult> runs);

    /// <summary>Puts the figures beside those of published tables.</summary>
    /// <param name="parameters">The values of each key that were asked for.</param>
    /// <param name="summary">The cells.</param>
    internal virtual IReadOnlyList<TableComparison> Compare(
        IReadOnlyDictionary<string, IReadOnlyList<string>> parameters, IReadOnlyList<CellSummary> summary) => [];

    /// <summary>The files of the result's folder besides result.json.</summary>
    internal abstract IReadOnlyList<ReportFile> Report(ExperimentResult result);

    /// <summary>The topology's parameters and the module's settings among a run's values are those that are not the experiment's own.</summary>
    protected Dictionary<string, string> TopologyValues(RunPlan plan)
    {
        ArgumentNullException.ThrowIfNull(plan);
        return plan.Values
            .Where(pair => Settings.All(spec => spec.Name != pair.Key) && !pair.Key.StartsWith(SweepPlanner.ModulePrefix, StringComparison.Ordinal))
            .ToDictionary(pair => pair.Key, pair => pair.Value);
    }
}
