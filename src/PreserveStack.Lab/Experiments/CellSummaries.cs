// SPDX-License-Identifier: MIT
namespace PreserveStack.Lab.Experiments;

/// <summary>Takes the runs together that differ only in their seed.</summary>
public static class CellSummaries
{
    /// <summary>One summary per cell, in the order of their first runs.</summary>
    public static IReadOnlyList<CellSummary> Of(ExperimentDefinition definition, IReadOnlyList<RunResult> results)
    {
        ArgumentNullException.ThrowIfNull(definition);
        ArgumentNullException.ThrowIfNull(results);
        return [.. results.GroupBy(result => Key(result.Plan)).Select(cell => definition.Summarise(
            cell.First().Plan.Values.Where(pair => pair.Key != "seed").ToDictionary(pair => pair.Key, pair => pair.Value),
            [.. cell]))];
    }

    private static string Key(RunPlan plan) => string.Join('\n', plan.Values.Where(pair => pair.Key != "seed").Select(pair => pair.Key + '=' + pair.Value));
}
