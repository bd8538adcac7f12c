// SPDX-License-Identifier: MIT
using System.Globalization;
using PreserveStack.Lab.Experiments;

namespace PreserveStack.Cli.Output;

/// <summary>An experiment's cells as a table: the keys that differ, then median and range.</summary>
internal static class SummaryTable
{
    private const double Megabyte = 1e6;
    private static readonly string[] Always = ["peer", "cut"];

    public static void Write(TextWriter output, ExperimentResult result)
    {
        string[] keys = [.. result.Parameters
            .Where(pair => pair.Key != "seed" && (pair.Value.Count > 1 || Always.Contains(pair.Key)))
            .Select(pair => pair.Key)];
        var table = new TextTable([.. keys, "runs>", "gap_ms>", "min..max", "delivered_mb>", "lost_bytes>", "changed_bytes>"]);
        foreach (CellSummary cell in result.Summary)
        {
            table.Add(
            [
                .. keys.Select(key => cell.Values.GetValueOrDefault(key, "")),
                cell.Runs.ToString(CultureInfo.InvariantCulture),
                Ms(cell.LargestGapMs.Median),
                $"{Ms(cell.LargestGapMs.Min)}..{Ms(cell.LargestGapMs.Max)}",
                (cell.DeliveredBytes.Median / Megabyte).ToString("0.0", CultureInfo.InvariantCulture),
                cell.LostBytes.ToString(CultureInfo.InvariantCulture),
                cell.ChangedBytes.ToString(CultureInfo.InvariantCulture),
            ]);
        }

        table.Write(output);
        if (result.ReportPath is not null)
        {
            output.WriteLine($"report: {result.ReportPath}");
        }
    }

    private static string Ms(double value) => value.ToString("0", CultureInfo.InvariantCulture);
}
