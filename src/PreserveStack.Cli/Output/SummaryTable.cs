// SPDX-License-Identifier: MIT
using System.Globalization;
using PreserveStack.Lab.Experiments;

namespace PreserveStack.Cli.Output;

/// <summary>An experiment's cells as a table: the keys that differ, then median and range.</summary>
internal static class SummaryTable
{
    private static readonly string[] Always = ["peer", "cut"];

    public static void Write(TextWriter output, ExperimentResult result)
    {
        // What a run is made of may be more than was asked for, as the cells of a table are.
        string[] keys = [.. result.Summary
            .SelectMany(cell => cell.Values)
            .GroupBy(pair => pair.Key)
            .Where(values => Always.Contains(values.Key) || values.Select(pair => pair.Value).Distinct().Count() > 1)
            .Select(values => values.Key)];
        string[] headings = [.. result.Summary.Take(1).SelectMany(cell => cell.Columns).Select(column => column.Heading + ">")];
        var table = new TextTable([.. keys, "runs>", .. headings]);
        foreach (CellSummary cell in result.Summary)
        {
            table.Add(
            [
                .. keys.Select(key => cell.Values.GetValueOrDefault(key, "")),
                cell.Runs.ToString(CultureInfo.InvariantCulture),
                .. cell.Columns.Select(column => column.Text),
            ]);
        }

        table.Write(output);
        if (result.ReportPath is not null)
        {
            output.WriteLine($"report: {result.ReportPath}");
        }
    }
}
