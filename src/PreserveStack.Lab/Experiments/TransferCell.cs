// SPDX-License-Identifier: MIT
using System.Globalization;
using System.Text.Json.Nodes;

namespace PreserveStack.Lab.Experiments;

/// <summary>Transfers that differ only in seed and moment, taken together.</summary>
/// <param name="Values">The values they share.</param>
/// <param name="Runs">How many there are.</param>
/// <param name="ResumeMs">Of the times from the cut to the next byte, in ms, of runs that had one; null if none had.</param>
/// <param name="Resumed">How many had one.</param>
/// <param name="LargestGapMs">Of the largest gaps, in ms.</param>
/// <param name="SecondGapMs">Of the gaps after the second cut; null without one.</param>
/// <param name="DeliveredBytes">Of the delivered bytes.</param>
/// <param name="LostBytes">Sum over all runs.</param>
/// <param name="ChangedBytes">Sum over all runs.</param>
public sealed record TransferCell(
    IReadOnlyDictionary<string, string> Values,
    int Runs,
    Spread? ResumeMs,
    int Resumed,
    Spread LargestGapMs,
    Spread? SecondGapMs,
    Spread DeliveredBytes,
    long LostBytes,
    long ChangedBytes) : CellSummary(Values, Runs)
{
    private const double Megabyte = 1e6;

    /// <inheritdoc/>
    public override IReadOnlyList<SummaryColumn> Columns =>
    [
        new("resume_ms", ResumeMs is null ? "-" : Ms(ResumeMs.Median)),
        new("min..max", ResumeMs is null ? "-" : $"{Ms(ResumeMs.Min)}..{Ms(ResumeMs.Max)}"),
        new("of", ResumeMs is null ? "-" : $"{Resumed}/{Runs}"),
        new("gap_ms", Ms(LargestGapMs.Median)),
        new("min..max", $"{Ms(LargestGapMs.Min)}..{Ms(LargestGapMs.Max)}"),
        new("delivered_mb", (DeliveredBytes.Median / Megabyte).ToString("0.0", CultureInfo.InvariantCulture)),
        new("lost_bytes", LostBytes.ToString(CultureInfo.InvariantCulture)),
        new("changed_bytes", ChangedBytes.ToString(CultureInfo.InvariantCulture)),
    ];

    /// <summary>Of runs that share their values but for seed and moment.</summary>
    public static TransferCell Of(IReadOnlyDictionary<string, string> values, IReadOnlyList<TransferResult> runs)
    {
        ArgumentNullException.ThrowIfNull(runs);
        var resumes = runs.Select(run => run.ResumeMs).OfType<double>().ToList();
        return new TransferCell(
            values,
            runs.Count,
            resumes.Count == 0 ? null : Spread.Of(resumes),
            resumes.Count,
            Spread.Of(runs.Select(run => run.LargestGapMs)),
            runs.All(run => run.SecondGapMs is not null) ? Spread.Of(runs.Select(run => run.SecondGapMs!.Value)) : null,
            Spread.Of(runs.Select(run => (double)run.DeliveredBytes)),
            runs.Sum(run => run.LostBytes),
            runs.Sum(run => run.ChangedBytes));
    }

    internal override void WriteTo(JsonObject cell)
    {
        cell["resume_ms"] = ResumeMs?.ToJson();
        cell["resumed"] = Resumed;
        cell["largest_gap_ms"] = LargestGapMs.ToJson();
        cell["second_gap_ms"] = SecondGapMs?.ToJson();
        cell["delivered_bytes"] = DeliveredBytes.ToJson();
        cell["lost_bytes"] = LostBytes;
        cell["changed_bytes"] = ChangedBytes;
    }

    private static string Ms(double value) => value.ToString("0", CultureInfo.InvariantCulture);
}
