// SPDX-License-Identifier: MIT
using System.Globalization;
using System.Text;
using PreserveStack.Lab.Experiments;
using PreserveStack.Lab.Experiments.Downloads;

namespace PreserveStack.Lab.Reports;

/// <summary>Figures of downloads as CSV, one cell a line.</summary>
internal static class TableCsv
{
    /// <summary>A table beside the published one.</summary>
    public static string Of(TableComparison table)
    {
        var csv = new StringBuilder("row,column,peer,median_kBps,min_kBps,max_kBps,runs,published_kBps,ratio_to_published,ratio_to_limits\n");
        foreach (var cell in table.Cells)
        {
            csv.Append(CultureInfo.InvariantCulture, $"{cell.Row},{cell.Column},{cell.Peer},{Figures(cell.Ours)},");
            csv.Append(CultureInfo.InvariantCulture, $"{cell.PublishedKBps},{cell.Ratio:0.000},{cell.Ours.Efficiency:0.000}\n");
        }

        return csv.ToString();
    }

    /// <summary>All cells with all their values.</summary>
    public static string Of(IReadOnlyList<DownloadCell> cells)
    {
        var keys = cells.SelectMany(cell => cell.Values.Keys).Distinct().ToList();
        var csv = new StringBuilder($"{string.Join(',', keys)},median_kBps,min_kBps,max_kBps,runs,sum_of_limits_kBps,ratio_to_limits\n");
        foreach (var cell in cells)
        {
            csv.Append(string.Join(',', keys.Select(key => cell.Values.GetValueOrDefault(key, "")))).Append(',');
            csv.Append(CultureInfo.InvariantCulture, $"{Figures(cell)},{cell.SumOfLimitsKBps},{cell.Efficiency:0.000}\n");
        }

        return csv.ToString();
    }

    private static string Figures(DownloadCell cell)
        => string.Create(
            CultureInfo.InvariantCulture, $"{cell.GoodputKBps.Median:0.00},{cell.GoodputKBps.Min:0.00},{cell.GoodputKBps.Max:0.00},{cell.Runs}");
}
