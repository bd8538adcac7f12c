// SPDX-License-Identifier: MIT
using System.Diagnostics.CodeAnalysis;

namespace PreserveStack.Module.Tables;

/// <summary>Reads /proc/net/preserve/reorder.</summary>
public static class ReorderTable
{
    private static readonly string[] Columns =
    [
        "local", "lport", "remote", "rport", "paths", "held", "held_bytes", "max_held", "timeout_us", "packets", "reordered", "gaps_lost",
        "timeouts",
    ];

    /// <summary>Reads the table.</summary>
    /// <param name="text">The file's content.</param>
    /// <param name="rows">Its lines; null when it is malformed.</param>
    /// <param name="error">What is malformed, with the line; null when nothing is.</param>
    /// <returns>Whether it could be read.</returns>
    public static bool TryParse(
        TextReader text,
        [NotNullWhen(true)] out IReadOnlyList<ReorderEntry>? rows,
        [NotNullWhen(false)] out string? error) =>
        TableParser.TryParse(text, Columns, Read, out rows, out error);

    private static ReorderEntry Read(TableRow row) => new(
        row.AnyAddress("local"),
        row.Port("lport"),
        row.AnyAddress("remote"),
        row.Port("rport"),
        row.Count("paths"),
        row.Number("held"),
        row.Number("held_bytes"),
        row.Number("max_held"),
        row.Number("timeout_us"),
        row.Number("packets"),
        row.Number("reordered"),
        row.Number("gaps_lost"),
        row.Number("timeouts"));
}
