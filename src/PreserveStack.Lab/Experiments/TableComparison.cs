// SPDX-License-Identifier: MIT
using System.Text.Json.Nodes;
using PreserveStack.Lab.Experiments.Downloads;

namespace PreserveStack.Lab.Experiments;

/// <summary>Our figures beside those of a published table.</summary>
/// <param name="Name">The table's number.</param>
/// <param name="Title">What it shows.</param>
/// <param name="Circumstances">What else the figures share, where a result has several; else empty.</param>
/// <param name="RowKey">The key that differs between rows.</param>
/// <param name="ColumnKey">The key that differs between columns.</param>
/// <param name="Cells">The cells that were measured, kind of connection by kind.</param>
public sealed record TableComparison(
    string Name, string Title, string Circumstances, string RowKey, string ColumnKey, IReadOnlyList<ComparedCell> Cells)
{
    internal JsonObject ToJson() => new()
    {
        ["table"] = Name,
        ["title"] = Title,
        ["circumstances"] = Circumstances,
        ["rows"] = RowKey,
        ["columns"] = ColumnKey,
        ["cells"] = new JsonArray([.. Cells.Select(cell => (JsonNode)cell.ToJson())]),
    };
}

/// <summary>A cell of a published table and ours.</summary>
/// <param name="Row">The label of its row.</param>
/// <param name="Column">The label of its column.</param>
/// <param name="Peer">The kind of connection that we measured.</param>
/// <param name="PublishedKBps">The table's figure, in kB/s.</param>
/// <param name="Ours">Our figures.</param>
public sealed record ComparedCell(string Row, string Column, string Peer, double PublishedKBps, DownloadCell Ours)
{
    /// <summary>Below the table's figure by more than this is worth a mark.</summary>
    private const double Tolerance = 0.05;

    /// <summary>Our median over the table's figure.</summary>
    public double Ratio => Ours.GoodputKBps.Median / PublishedKBps;

    /// <summary>Whether ours is lower by more than 5 %.</summary>
    public bool IsBelow => Ratio < 1 - Tolerance;

    internal JsonObject ToJson() => new()
    {
        ["row"] = Row,
        ["column"] = Column,
        ["peer"] = Peer,
        ["goodput_kBps"] = Ours.GoodputKBps.ToJson(),
        ["published_kBps"] = PublishedKBps,
        ["ratio_to_published"] = Math.Round(Ratio, 4),
        ["ratio_to_limits"] = Math.Round(Ours.Efficiency, 4),
        ["below"] = IsBelow,
    };
}
