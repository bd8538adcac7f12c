// SPDX-License-Identifier: MIT
using System.Text;
using PreserveStack.Lab.Experiments.Costs;

namespace PreserveStack.Lab.Reports;

/// <summary>Ratios to the first peer as bars, a group per benchmark, with the published ratio as a line across the bar.</summary>
internal static class CostPlot
{
    private const double Margin = 0.08;

    /// <summary>Of the peers, in their order.</summary>
    internal static readonly string[] Colours = ["#9ca3af", "#0a8f64", "#a3d1bb", "#d97706", "#93b4e8", "#2563eb"];

    public static string Draw(CostDefinition definition, string title, IReadOnlyList<ComparedCost> cells)
    {
        var peers = cells.Select(cell => cell.Peer).Distinct().ToList();
        var benchmarks = cells.Select(cell => cell.Benchmark).Distinct().ToList();
        var svg = new StringBuilder("<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 1040 400' role='img' font-size='12'>");
        svg.Append(SvgPanel.Style).Append("<rect width='1040' height='400' fill='#fff'/>");
        AppendLegend(svg, definition, peers);
        var top = cells.Max(cell => Math.Max(cell.RateRatio ?? 0, cell.PublishedRatio ?? 0)) * 1.05;
        var panel = new SvgPanel(60, 84, 960, 260, 0, benchmarks.Count, Math.Max(top, 0.1));
        panel.AppendGroups(svg, HtmlPage.Escape(title), [.. benchmarks.Select(benchmark => benchmark.Title)], "", "rate by that of plain TCP");
        var width = (1 - 2 * Margin) / peers.Count;
        foreach (var cell in cells.Where(cell => cell.RateRatio is not null))
        {
            var from = benchmarks.IndexOf(cell.Benchmark) + Margin + peers.IndexOf(cell.Peer) * width;
            panel.AppendBar(svg, from + width * 0.06, from + width * 0.94, cell.RateRatio ?? 0, Colour(definition, cell.Peer));
            if (cell.PublishedRatio is { } published)
            {
                panel.AppendLevel(svg, from, from + width, published);
            }
        }

        return svg.Append("</svg>\n").ToString();
    }

    private static void AppendLegend(StringBuilder svg, CostDefinition definition, List<string> peers)
    {
        var x = 60.0;
        foreach (var peer in peers)
        {
            var name = definition.Peers[peer].Name;
            SvgPanel.Append(svg, $"<rect x='{x:0.#}' y='13' width='14' height='14' fill='{Colour(definition, peer)}'/>");
            SvgPanel.Append(svg, $"<text class='legend' x='{x + 20:0.#}' y='24'>{HtmlPage.Escape(name)}</text>");
            x += 36 + 7.2 * name.Length;
        }

        SvgPanel.Append(svg, $"<line class='level' x1='{x:0.#}' x2='{x + 24:0.#}' y1='20' y2='20'/>");
        SvgPanel.Append(svg, $"<text class='legend' x='{x + 32:0.#}' y='24'>published in 1999</text>");
    }

    private static string Colour(CostDefinition definition, string peer) => Colours[definition.Peers.Keys.ToList().IndexOf(peer) % Colours.Length];
}
