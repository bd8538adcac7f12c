// SPDX-License-Identifier: MIT
using System.Globalization;
using System.Text.Json.Nodes;

namespace PreserveStack.Lab.Experiments.Downloads;

/// <summary>Downloads that differ only in their seed, taken together.</summary>
/// <param name="Values">The values they share.</param>
/// <param name="Runs">How many there are.</param>
/// <param name="GoodputKBps">In kB/s.</param>
/// <param name="LargestGapMs">Of the longest times without a receive, in ms.</param>
/// <param name="SumOfLimitsKBps">What all paths carry together, headers included, in kB/s.</param>
/// <param name="Incomplete">Downloads that did not end.</param>
/// <param name="ChangedBytes">Sum over all runs.</param>
public sealed record DownloadCell(
    IReadOnlyDictionary<string, string> Values,
    int Runs,
    Spread GoodputKBps,
    Spread LargestGapMs,
    double SumOfLimitsKBps,
    int Incomplete,
    long ChangedBytes) : CellSummary(Values, Runs)
{
    /// <summary>The median goodput over what all paths carry together.</summary>
    public double Efficiency => GoodputKBps.Median / SumOfLimitsKBps;

    /// <inheritdoc/>
    public override IReadOnlyList<SummaryColumn> Columns =>
    [
        new("goodput_kBps", Text(GoodputKBps.Median, "0.00")),
        new("min..max", $"{Text(GoodputKBps.Min, "0.00")}..{Text(GoodputKBps.Max, "0.00")}"),
        new("of_limits", Text(Efficiency, "0.000")),
        new("gap_ms", Text(LargestGapMs.Median, "0")),
        new("incomplete", Text(Incomplete, "0")),
        new("changed_bytes", Text(ChangedBytes, "0")),
    ];

    /// <summary>Of runs that share their values but for the seed.</summary>
    public static DownloadCell Of(IReadOnlyDictionary<string, string> values, IReadOnlyList<DownloadResult> runs, double sumOfLimits)
    {
        ArgumentNullException.ThrowIfNull(runs);
        return new DownloadCell(
            values,
            runs.Count,
            Spread.Of(runs.Select(run => run.GoodputKBps)),
            Spread.Of(runs.Select(run => run.LargestGapMs)),
            sumOfLimits,
            runs.Count(run => !run.IsComplete),
            runs.Sum(run => run.ChangedBytes));
    }

    internal override void WriteTo(JsonObject cell)
    {
        cell["goodput_kBps"] = GoodputKBps.ToJson();
        cell["sum_of_limits_kBps"] = SumOfLimitsKBps;
        cell["ratio_to_limits"] = Math.Round(Efficiency, 4);
        cell["largest_gap_ms"] = LargestGapMs.ToJson();
        cell["incomplete"] = Incomplete;
        cell["changed_bytes"] = ChangedBytes;
    }

    private static string Text(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}
