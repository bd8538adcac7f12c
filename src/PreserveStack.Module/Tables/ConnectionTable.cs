// SPDX-License-Identifier: MIT
using System.Diagnostics.CodeAnalysis;

namespace PreserveStack.Module.Tables;

/// <summary>Reads /proc/net/preserve/connections.</summary>
public static class ConnectionTable
{
    private static readonly string[] Columns =
    [
        "id", "role", "state", "local", "lport", "remote", "rport", "cur_local", "cur_remote", "pairs", "migrations", "followed", "cause",
        "since_ms",
    ];

    /// <summary>Reads the table.</summary>
    /// <param name="text">The file's content.</param>
    /// <param name="rows">Its lines; null when it is malformed.</param>
    /// <param name="error">What is malformed, with the line; null when nothing is.</param>
    /// <returns>Whether it could be read.</returns>
    public static bool TryParse(
        TextReader text,
        [NotNullWhen(true)] out IReadOnlyList<ConnectionEntry>? rows,
        [NotNullWhen(false)] out string? error) =>
        TableParser.TryParse(text, Columns, Read, out rows, out error);

    private static ConnectionEntry Read(TableRow row) => new(
        row.Number("id"),
        row.Word<ConnectionRole>("role"),
        row.Word<ConnectionState>("state"),
        row.Address("local"),
        row.Port("lport"),
        row.Address("remote"),
        row.Port("rport"),
        row.Address("cur_local"),
        row.Address("cur_remote"),
        row.Count("pairs"),
        row.Number("migrations"),
        row.Number("followed"),
        row.Word<MigrationCause>("cause"),
        row.NumberOrNone("since_ms"),
        row.Addresses("told"));
}
