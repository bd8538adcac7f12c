// SPDX-License-Identifier: MIT
using System.Globalization;
using System.Text.RegularExpressions;

namespace PreserveStack.Lab.Experiments.Downloads;

/// <summary>Reads the figures of a published table: labels of the columns in the first line, of the rows in the first field.</summary>
internal static partial class ReferenceCsv
{
    /// <summary>The cells that have a figure. A label is reduced to its last number, as "20" for "20 kB/s", if it is not a ratio or words.</summary>
    public static IReadOnlyList<ReferenceCell> Read(string file, string text)
    {
        var lines = text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var columns = lines[0].Split(',')[1..].Select(Label).ToList();
        var cells = new List<ReferenceCell>();
        foreach (var fields in lines.Skip(1).Select(line => line.Split(',')))
        {
            for (var i = 0; i < columns.Count; i++)
            {
                if (fields[i + 1].Length == 0)
                {
                    continue;
                }

                cells.Add(double.TryParse(fields[i + 1], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var figure)
                    ? new ReferenceCell(Label(fields[0]), columns[i], figure)
                    : throw new LabUsageException($"{file}: '{fields[i + 1]}' is not a figure"));
            }
        }

        return cells;
    }

    private static string Label(string text)
        => Numbers().Matches(text) is { Count: > 0 } numbers && !text.Contains(':', StringComparison.Ordinal) ? numbers[^1].Value : text.Trim();

    [GeneratedRegex("[0-9]+")]
    private static partial Regex Numbers();
}
