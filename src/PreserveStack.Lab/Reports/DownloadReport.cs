// SPDX-License-Identifier: MIT
using System.Globalization;
using System.Text;
using PreserveStack.Lab.Experiments;
using PreserveStack.Lab.Experiments.Downloads;

namespace PreserveStack.Lab.Reports;

/// <summary>The files of an experiment of downloads: tables beside the published ones, drawings, CSV.</summary>
internal static class DownloadReport
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<ReportFile> Write(DownloadDefinition definition, ExperimentResult result)
    {
        var names = definition.Peers.ToDictionary(peer => peer.Key, peer => peer.Value.Name);
        var tables = result.Tables.Where(table => table.Cells.Count > 0)
            .Select((table, i) => (Table: table, Plot: TablePlots.Of(table, names), File: FileName(result.Tables, table, i))).ToList();
        var cells = result.Summary.Cast<DownloadCell>().ToList();
        return
        [
            .. tables.Select(table => new ReportFile(table.File + ".svg", table.Plot.Svg)),
            .. tables.Select(table => new ReportFile(table.File + ".csv", TableCsv.Of(table.Table))),
            new ReportFile("summary.csv", TableCsv.Of(cells)),
            new ReportFile("report.html", Html(result, [.. tables.Select(table => (table.Table, table.Plot))], cells, names)),
        ];
    }

    private static string FileName(IReadOnlyList<TableComparison> all, TableComparison table, int index)
        => all.Count(other => other.Name == table.Name) == 1
            ? $"table-{table.Name}"
            : string.Create(CultureInfo.InvariantCulture, $"table-{table.Name}-{index + 1}");

    private static string Html(
        ExperimentResult result, IReadOnlyList<(TableComparison Table, Plot Plot)> tables, IReadOnlyList<DownloadCell> cells,
        Dictionary<string, string> names)
    {
        var html = HtmlPage.Begin(result.Experiment);
        html.Append(CultureInfo.InvariantCulture, $"<p class='lead'>{result.Results.Count} downloads, each in a machine of its own in simulated time. ");
        html.Append("Goodput is the document's bytes over the time from connecting to its last byte, in kB/s of 1000 bytes. Figures are medians over ");
        html.Append("seeds. The ratio to the limits is that to what all paths carry together, headers included: more than 0.943 (IPv4) or 0.917 (IPv6) ");
        html.Append("does not go through a tunnel.</p>");
        if (tables.Count > 0)
        {
            AppendOverview(html, tables, names);
        }

        foreach (var (table, plot) in tables)
        {
            html.Append($"<h2>{HtmlPage.Escape(plot.Title)}</h2>");
            html.Append(table.Circumstances.Length > 0 ? $"<p class='lead'>{HtmlPage.Escape(table.Circumstances)}</p>" : "");
            html.Append($"<div class='card'>{plot.Svg}</div>");
            foreach (var peer in table.RowKey == DownloadKeys.Peer ? [""] : table.Cells.Select(cell => cell.Peer).Distinct())
            {
                AppendTable(html, table, peer, names);
            }
        }

        AppendCells(html, cells, names, tables.Count > 0);
        return HtmlPage.End(html, result);
    }

    private static void AppendOverview(
        StringBuilder html, IReadOnlyList<(TableComparison Table, Plot Plot)> tables, Dictionary<string, string> names)
    {
        html.Append("<div class='scroll'><table><tr><th>Table</th><th>Kind of connection</th><th>Cells</th><th>Below by more than 5 %</th>");
        html.Append("<th>Ratio to 2005, median</th><th>Least</th><th>Ratio to the limits, median</th><th>Least</th></tr>");
        foreach (var (table, plot) in tables)
        {
            foreach (var peer in table.Cells.GroupBy(cell => cell.Peer))
            {
                var ratio = Spread.Of(peer.Select(cell => cell.Ratio));
                var limits = Spread.Of(peer.Select(cell => cell.Ours.Efficiency));
                var below = peer.Count(cell => cell.IsBelow);
                html.Append($"<tr><td>{HtmlPage.Escape(plot.Title)}</td><td>{HtmlPage.Escape(names[peer.Key])}</td>");
                html.Append(CultureInfo.InvariantCulture, $"<td>{peer.Count()}</td><td class='{(below > 0 ? "bad" : "")}'>{below}</td>");
                html.Append(CultureInfo.InvariantCulture, $"<td>{ratio.Median:0.00}</td><td>{ratio.Min:0.00}</td>");
                html.Append(CultureInfo.InvariantCulture, $"<td>{limits.Median:0.000}</td><td>{limits.Min:0.000}</td></tr>");
            }
        }

        html.Append("</table></div>");
    }

    private static void AppendTable(StringBuilder html, TableComparison table, string peer, Dictionary<string, string> names)
    {
        var cells = table.Cells.Where(cell => peer.Length == 0 || cell.Peer == peer).ToList();
        var columns = cells.Select(cell => cell.Column).Distinct().ToList();
        html.Append($"<p class='key-to'>{(peer.Length == 0 ? "" : $"<b>{HtmlPage.Escape(names[peer])}</b>: ")}ours in bold with the range over seeds; ");
        html.Append("then the published figure, the ratio to it, and the ratio to the limits. Red: more than 5 % below.</p>");
        html.Append($"<div class='scroll'><table class='dense'><tr><th>{TableWords.Key(table.RowKey)}</th>");
        html.AppendJoin("", columns.Select(column => $"<th>{HtmlPage.Escape(column)}</th>"));
        html.Append("</tr>");
        foreach (var row in cells.GroupBy(cell => (cell.Row, cell.Peer)))
        {
            html.Append($"<tr><td>{HtmlPage.Escape(row.Key.Row)}</td>");
            html.AppendJoin("", columns.Select(column => Cell(row.FirstOrDefault(cell => cell.Column == column))));
            html.Append("</tr>");
        }

        html.Append("</table></div>");
    }

    private static string Cell(ComparedCell? cell)
        => cell is null ? "<td></td>" : string.Create(
            CultureInfo.InvariantCulture,
            $"<td class='{(cell.IsBelow ? "bad" : "")}'><b>{cell.Ours.GoodputKBps.Median:0.0}</b>{Line(Range(cell.Ours.GoodputKBps))}"
            + $"<br><span class='spread'>{cell.PublishedKBps:0.0}<br>×{cell.Ratio:0.00} · {cell.Ours.Efficiency:0.000}</span></td>");

    private static string Line(string text) => text.Length > 0 ? "<br>" + text : "";

    private static string Range(Spread spread)
        => spread.Max - spread.Min < 0.05 ? "" : string.Create(
            CultureInfo.InvariantCulture, $"<span class='spread'>{spread.Min:0.0}..{spread.Max:0.0}</span>");

    private static void AppendCells(StringBuilder html, IReadOnlyList<DownloadCell> cells, Dictionary<string, string> names, bool folded)
    {
        var keys = cells.SelectMany(cell => cell.Values).GroupBy(pair => pair.Key)
            .Where(values => values.Key != DownloadKeys.Peer && values.Select(pair => pair.Value).Distinct().Count() > 1)
            .Select(values => values.Key).ToList();
        html.Append(folded ? "<details><summary>All cells</summary>" : "<h2>All cells</h2>");
        html.Append("<div class='scroll'><table><tr><th>Kind of connection</th>");
        html.AppendJoin("", keys.Select(key => $"<th>{HtmlPage.Escape(TableWords.Key(key))}</th>"));
        html.Append("<th>Goodput, kB/s</th><th>Ratio to the limits</th><th>Longest gap</th><th>Incomplete</th><th>Bytes changed</th><th>Runs</th></tr>");
        foreach (var cell in cells)
        {
            html.Append($"<tr><td>{HtmlPage.Escape(names[cell.Values[DownloadKeys.Peer]])}</td>");
            html.AppendJoin("", keys.Select(key => $"<td>{HtmlPage.Escape(cell.Values.GetValueOrDefault(key, ""))}</td>"));
            html.Append(CultureInfo.InvariantCulture, $"<td>{cell.GoodputKBps.Median:0.00} {Range(cell.GoodputKBps)}</td><td>{cell.Efficiency:0.000}</td>");
            html.Append(CultureInfo.InvariantCulture, $"<td>{cell.LargestGapMs.Median:0} ms</td>{Count(cell.Incomplete)}{Count(cell.ChangedBytes)}");
            html.Append(CultureInfo.InvariantCulture, $"<td>{cell.Runs}</td></tr>");
        }

        html.Append(folded ? "</table></div></details>" : "</table></div>");
    }

    private static string Count(long number)
        => string.Create(CultureInfo.InvariantCulture, $"<td class='{(number == 0 ? "" : "bad")}'>{number}</td>");
}
