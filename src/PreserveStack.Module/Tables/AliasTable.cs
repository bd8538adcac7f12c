// SPDX-License-Identifier: MIT
using System.Diagnostics.CodeAnalysis;

namespace PreserveStack.Module.Tables;

/// <summary>Reads /proc/net/preserve/aliases.</summary>
public static class AliasTable
{
    private static readonly string[] Columns = ["id", "local", "lport", "remote", "rport", "current", "usable", "alive_ms"];

    /// <summary>Reads the table.</summary>
    /// <param name="text">The file's content.</param>
    /// <param name="rows">Its lines; null when it is malformed.</param>
    /// <param name="error">What is malformed, with the line; null when nothing is.</param>
    /// <returns>Whether it could be read.</returns>
    public static bool TryParse(
        TextReader text,
        [NotNullWhen(true)] out IReadOnlyList<AliasEntry>? rows,
        [NotNullWhen(false)] out string? error) =>
        TableParser.TryParse(text, Columns, Read, out rows, out error);

    private static AliasEntry Read(TableRow row) => new(
        row.Number("id"),
        row.Address("local"),
        row.Port("lport"),
        row.Address("remote"),
        row.Port("rport"),
        row.Flag("current"),
        row.Flag("usable"),
        row.NumberOrNone("alive_ms"));
}
