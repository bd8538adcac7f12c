// SPDX-License-Identifier: MIT
namespace PreserveStack.Lab.Experiments.Downloads;

/// <summary>A cell of a published table.</summary>
/// <param name="Row">The label of its row.</param>
/// <param name="Column">The label of its column.</param>
/// <param name="KBps">The figure in it, in kB/s.</param>
public sealed record ReferenceCell(string Row, string Column, double KBps);

/// <summary>A published table: what its rows and columns vary, and the figures.</summary>
/// <param name="Name">Its number.</param>
/// <param name="Title">What it shows.</param>
/// <param name="RowKey">The key that differs between rows; null where rows are kinds of connection, or there is one only.</param>
/// <param name="ColumnKey">The key that differs between columns.</param>
/// <param name="Peer">The kind of connection it is about, unless its rows are.</param>
/// <param name="RowPeers">The kinds of connection of its rows, by label; rows that are not in it are not repeated here.</param>
/// <param name="Values">The values that all cells share.</param>
/// <param name="Cells">Its cells, row by row.</param>
public sealed record ReferenceTable(
    string Name,
    string Title,
    string? RowKey,
    string ColumnKey,
    string? Peer,
    IReadOnlyDictionary<string, string> RowPeers,
    IReadOnlyDictionary<string, string> Values,
    IReadOnlyList<ReferenceCell> Cells)
{
    /// <summary>The kind of connection of a cell.</summary>
    public string PeerOf(ReferenceCell cell) => Peer ?? RowPeers[cell.Row];

    /// <summary>
    /// Whether a cell is measured with a kind of connection: where each row has its own, another kind is compared with the last row.
    /// </summary>
    public bool HasPeer(ReferenceCell cell, string peer)
        => peer == DownloadDefinition.OwnPeer || Peer is not null || cell.Row == RowPeers.Keys.Last();

    /// <summary>The values that make the cell.</summary>
    public IReadOnlyDictionary<string, string> ValuesOf(ReferenceCell cell)
    {
        var values = new Dictionary<string, string>(Values) { [ColumnKey] = cell.Column };
        if (RowKey is not null)
        {
            values[RowKey] = cell.Row;
        }

        return values;
    }
}
