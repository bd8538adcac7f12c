// SPDX-License-Identifier: MIT
namespace PreserveStack.Lab.Experiments;

/// <summary>Takes the runs together that differ only in their seed.</summary>
public static class CellSummaries
{
    /// <summary>One summary per cell, in the order of their first runs.</summary>
    public static IReadOnlyList<CellSummary> Of(IReadOnlyList<RunResult> results)
    {
        ArgumentNullException.ThrowIfNull(results);
        return [.. results.GroupBy(result => Key(result.Plan)).Select(cell => Of([.. cell]))];
    }

    private static string Key(RunPlan plan) => string.Join('\n', plan.Values.Where(pair => pair.Key != "seed").Select(pair => pair.Key + '=' + pair.Value));

    private static CellSummary Of(RunResult[] cell)
        => new(
            cell[0].Plan.Values.Where(pair => pair.Key != "seed").ToDictionary(pair => pair.Key, pair => pair.Value),
            cell.Length,
            Spread.Of(cell.Select(result => result.LargestGapMs)),
            cell.All(result => result.SecondGapMs is not null) ? Spread.Of(cell.Select(result => result.SecondGapMs!.Value)) : null,
            Spread.Of(cell.Select(result => (double)result.DeliveredBytes)),
            cell.Sum(result => result.LostBytes),
            cell.Sum(result => result.ChangedBytes));
}
