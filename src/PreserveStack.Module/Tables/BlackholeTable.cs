// SPDX-License-Identifier: MIT
using System.Diagnostics.CodeAnalysis;

namespace PreserveStack.Module.Tables;

/// <summary>Reads /proc/net/preserve/blackholes.</summary>
public static class BlackholeTable
{
    private static readonly string[] Columns = ["address", "remaining_s", "failures"];

    /// <summary>Reads the table.</summary>
    /// <param name="text">The file's content.</param>
    /// <param name="rows">Its lines; null when it is malformed.</param>
    /// <param name="error">What is malformed, with the line; null when nothing is.</param>
    /// <returns>Whether it could be read.</returns>
    public static bool TryParse(
        TextReader text,
        [NotNullWhen(true)] out IReadOnlyList<BlackholeEntry>? rows,
        [NotNullWhen(false)] out string? error) =>
        TableParser.TryParse(
            text,
            Columns,
            row => new BlackholeEntry(row.Address("address"), row.Number("remaining_s"), row.Number("failures")),
            out rows,
            out error);
}
