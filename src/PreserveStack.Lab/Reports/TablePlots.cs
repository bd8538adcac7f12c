// SPDX-License-Identifier: MIT
using System.Text;
using PreserveStack.Lab.Experiments;

namespace PreserveStack.Lab.Reports;

/// <summary>
/// A published table as bars: a group per row, a bar per column, and the published figure as a line across the bar. One
/// panel per kind of connection, all of one scale.
/// </summary>
internal static class TablePlots
{
    private const double PanelHeight = 230;
    private const double PanelStep = 320;
    private const double FirstPanel = 84;
    private const double Margin = 0.08;

    /// <summary>From the narrowest column to the widest; to be told apart in grey, too.</summary>
    private static readonly string[] Colours = ["#cfe3d8", "#a3d1bb", "#6fbb9a", "#3fa57d", "#0a8f64", "#087052", "#05513c"];

    /// <summary>The drawing of a table.</summary>
    public static Plot Of(TableComparison table, IReadOnlyDictionary<string, string> peerNames)
    {
        var peers = table.Cells.Select(cell => cell.Peer).Distinct().ToList();
        var rows = table.Cells.Select(cell => cell.Row).Distinct().ToList();
        var columns = table.Cells.Select(cell => cell.Column).Distinct().ToList();
        var panels = table.RowKey == "peer" ? [""] : peers;
        var height = FirstPanel + panels.Count * PanelStep - 20;
        var svg = new StringBuilder();
        SvgPanel.Append(svg, $"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 1040 {height:0}' role='img' font-size='12'>");
        svg.Append(SvgPanel.Style);
        SvgPanel.Append(svg, $"<rect width='1040' height='{height:0}' fill='#fff'/>");
        AppendLegend(svg, table, columns);
        var top = table.Cells.Max(cell => Math.Max(cell.PublishedKBps, cell.Ours.GoodputKBps.Median)) * 1.05;
        for (var i = 0; i < panels.Count; i++)
        {
            var panel = new SvgPanel(70, FirstPanel + i * PanelStep, 950, PanelHeight, 0, rows.Count, top);
            var title = panels[i].Length == 0 ? table.Title : peerNames[panels[i]];
            panel.AppendGroups(svg, HtmlPage.Escape(title), [.. rows.Select(HtmlPage.Escape)], TableWords.Key(table.RowKey), "kB/s");
            foreach (var cell in table.Cells.Where(cell => panels[i].Length == 0 || cell.Peer == panels[i]))
            {
                AppendCell(svg, panel, cell, rows.IndexOf(cell.Row), columns.IndexOf(cell.Column), columns.Count);
            }
        }

        return new Plot($"table-{table.Name}.svg", $"Table {table.Name}: {table.Title}", svg.Append("</svg>\n").ToString());
    }

    private static void AppendCell(StringBuilder svg, SvgPanel panel, ComparedCell cell, int row, int column, int columns)
    {
        var width = (1 - 2 * Margin) / columns;
        var from = row + Margin + column * width;
        panel.AppendBar(svg, from + width * 0.06, from + width * 0.94, cell.Ours.GoodputKBps.Median, Colour(column, columns));
        panel.AppendLevel(svg, from, from + width, cell.PublishedKBps);
    }

    private static void AppendLegend(StringBuilder svg, TableComparison table, List<string> columns)
    {
        SvgPanel.Append(svg, $"<text class='legend' x='70' y='24'>{TableWords.Key(table.ColumnKey)}:</text>");
        var x = 90 + 7.2 * TableWords.Key(table.ColumnKey).Length;
        for (var i = 0; i < columns.Count; i++)
        {
            SvgPanel.Append(svg, $"<rect x='{x:0.#}' y='13' width='14' height='14' fill='{Colour(i, columns.Count)}'/>");
            SvgPanel.Append(svg, $"<text class='legend' x='{x + 20:0.#}' y='24'>{columns[i]}</text>");
            x += 40 + 8 * columns[i].Length;
        }

        SvgPanel.Append(svg, $"<line class='level' x1='{x + 10:0.#}' x2='{x + 34:0.#}' y1='20' y2='20'/>");
        SvgPanel.Append(svg, $"<text class='legend' x='{x + 42:0.#}' y='24'>published in 2005</text>");
    }

    private static string Colour(int column, int columns)
        => Colours[columns == 1 ? Colours.Length / 2 : column * (Colours.Length - 1) / (columns - 1)];
}
