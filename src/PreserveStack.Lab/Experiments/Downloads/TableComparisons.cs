// SPDX-License-Identifier: MIT
namespace PreserveStack.Lab.Experiments.Downloads;

/// <summary>Finds the cells that belong to published tables.</summary>
internal static class TableComparisons
{
    /// <summary>One comparison per table, and per circumstances that a table does not tell of, such as the kernel.</summary>
    public static IReadOnlyList<TableComparison> Of(
        DownloadDefinition definition, IReadOnlyList<string> tables, IReadOnlyList<string> peers, IReadOnlyList<DownloadCell> cells)
    {
        var groups = cells.GroupBy(Circumstances).ToList();
        return [.. tables.Where(definition.Tables.ContainsKey).Select(name => definition.Tables[name])
            .SelectMany(table => groups.Select(group => Compare(definition, table, peers, groups.Count > 1 ? group.Key : "", [.. group])))];
    }

    private static string Circumstances(DownloadCell cell)
        => string.Join(", ", cell.Values.Where(pair => !DownloadKeys.OfCells.Contains(pair.Key)).Select(pair => $"{pair.Key} {pair.Value}"));

    private static TableComparison Compare(
        DownloadDefinition definition, ReferenceTable table, IReadOnlyList<string> peers, string circumstances, IReadOnlyList<DownloadCell> cells)
        => new(
            table.Name,
            table.Title,
            circumstances,
            table.RowKey ?? DownloadKeys.Peer,
            table.ColumnKey,
            [.. peers.SelectMany(peer => table.Cells.Where(cell => table.HasPeer(cell, peer))
                .Select(cell => (Cell: cell, Name: peer == DownloadDefinition.OwnPeer ? table.PeerOf(cell) : peer, Ours: Find(definition, table, cell, peer, cells)))
                .Where(found => found.Ours is not null)
                .Select(found => new ComparedCell(found.Cell.Row, found.Cell.Column, found.Name, found.Cell.KBps, found.Ours!)))]);

    /// <summary>A cell belongs to a table's when putting it there changes nothing.</summary>
    private static DownloadCell? Find(
        DownloadDefinition definition, ReferenceTable table, ReferenceCell cell, string peer, IReadOnlyList<DownloadCell> cells)
        => cells.FirstOrDefault(candidate =>
            definition.InCell(table, cell, peer, candidate.Values).All(pair => candidate.Values.TryGetValue(pair.Key, out var value) && value == pair.Value));
}
