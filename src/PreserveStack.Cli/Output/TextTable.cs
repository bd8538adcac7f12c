// SPDX-License-Identifier: MIT
namespace PreserveStack.Cli.Output;

/// <summary>Columns of text as ip and ss print them: aligned by blanks, never cut, good for grep and awk.</summary>
/// <param name="headers">The columns' names; one that ends with '&gt;' is aligned to the right.</param>
internal sealed class TextTable(params string[] headers)
{
    private readonly List<string[]> _rows = [];

    public void Add(params string[] fields) => _rows.Add(fields);

    public void Write(TextWriter writer)
    {
        string[] names = [.. headers.Select(name => name.TrimEnd('>'))];
        int[] widths = [.. names.Select((name, column) => _rows.Select(row => row[column].Length).Append(name.Length).Max())];
        foreach (string[] row in _rows.Prepend(names))
        {
            IEnumerable<string> cells = row.Select((text, column) =>
                headers[column].EndsWith('>') ? text.PadLeft(widths[column]) : text.PadRight(widths[column]));
            writer.WriteLine(string.Join("  ", cells).TrimEnd());
        }
    }
}
