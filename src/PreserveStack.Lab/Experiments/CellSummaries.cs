// SPDX-License-Identifier: MIT
namespace PreserveStack.Lab.Experiments;

/// <summary>Takes the runs together that differ only in their trial, as a rule the seed.</summary>
public static class CellSummaries
{
    /// <summary>One summary per cell, in the order of their first runs.</summary>
    public static IReadOnlyList<CellSummary> Of(ExperimentDefinition definition, IReadOnlyList<RunResult> results)
    {
        ArgumentNullException.ThrowIfNull(definition);
        ArgumentNullException.ThrowIfNull(results);
        return [.. results.GroupBy(result => string.Join('\n', Shared(result.Plan).Select(pair => pair.Key + '=' + pair.Value)))
            .Select(cell => definition.Summarise(Shared(cell.First().Plan).ToDictionary(), [.. cell]))];

        IEnumerable<KeyValuePair<string, string>> Shared(RunPlan plan) => plan.Values.Where(pair => !definition.TrialKeys.Contains(pair.Key));
    }
}
