// SPDX-License-Identifier: MIT
using System.Diagnostics.CodeAnalysis;

namespace PreserveStack.Module.Tables;

/// <summary>Reads /proc/net/preserve/paths.</summary>
public static class PathTable
{
    private static readonly string[] Columns =
    [
        "group", "mode", "dev", "weight", "effective", "state", "packets", "bytes", "rtt_us", "rate_kbps", "probes", "lost", "failures",
    ];

    /// <summary>Reads the table.</summary>
    /// <param name="text">The file's content.</param>
    /// <param name="rows">Its lines; null when it is malformed.</param>
    /// <param name="error">What is malformed, with the line; null when nothing is.</param>
    /// <returns>Whether it could be read.</returns>
    public static bool TryParse(
        TextReader text,
        [NotNullWhen(true)] out IReadOnlyList<PathEntry>? rows,
        [NotNullWhen(false)] out string? error) =>
        TableParser.TryParse(text, Columns, Read, out rows, out error);

    private static PathEntry Read(TableRow row) => new(
        row.Text("group"),
        row.Word<PathMode>("mode"),
        row.Text("dev") is "-" ? null : row.Text("dev"),
        row.Number32("weight"),
        row.Number32("effective"),
        row.Word<PathState>("state"),
        row.Number("packets"),
        row.Number("bytes"),
        Known(row.Number("rtt_us")),
        Known(row.Number("rate_kbps")),
        row.Number("probes"),
        row.Number("lost"),
        row.Number("failures"));

    // The kernel writes 0 for what it did not measure yet.
    private static ulong? Known(ulong value) => value == 0 ? null : value;
}
