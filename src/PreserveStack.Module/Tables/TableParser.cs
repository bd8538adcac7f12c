// SPDX-License-Identifier: MIT
using System.Diagnostics.CodeAnalysis;

namespace PreserveStack.Module.Tables;

/// <summary>
/// Reads the module's tables: a header line that names the columns, then one line per row. Columns are found by name,
/// so a newer module may add some; a line with a field too few or too many, or one that does not parse, is an error.
/// </summary>
internal static class TableParser
{
    private static readonly char[] Blanks = [' ', '\t'];

    public static bool TryParse<T>(
        TextReader text,
        IEnumerable<string> required,
        Func<TableRow, T> read,
        [NotNullWhen(true)] out IReadOnlyList<T>? rows,
        [NotNullWhen(false)] out string? error)
    {
        rows = null;
        string[] header = Split(text.ReadLine() ?? "");
        var columns = new Dictionary<string, int>();
        for (int index = 0; index < header.Length; index++)
        {
            if (!columns.TryAdd(header[index], index))
            {
                error = $"line 1: column '{header[index]}' stands there twice";
                return false;
            }
        }

        if (required.FirstOrDefault(name => !columns.ContainsKey(name)) is { } missing)
        {
            error = $"line 1: there is no column '{missing}'";
            return false;
        }

        var found = new List<T>();
        for (int number = 2; text.ReadLine() is { } line; number++)
        {
            string[] fields = Split(line);
            if (fields.Length != header.Length)
            {
                error = $"line {number}: {fields.Length} fields instead of {header.Length}";
                return false;
            }

            var row = new TableRow(columns, fields);
            found.Add(read(row));
            if (row.Error is not null)
            {
                error = $"line {number}: {row.Error}";
                return false;
            }
        }

        rows = found;
        error = null;
        return true;
    }

    private static string[] Split(string line) => line.Split(Blanks, StringSplitOptions.RemoveEmptyEntries);
}
