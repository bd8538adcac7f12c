// SPDX-License-Identifier: MIT
using System.Globalization;
using System.Text;
using PreserveStack.Lab.Experiments;
using PreserveStack.Lab.Experiments.Costs;

namespace PreserveStack.Lab.Reports;

/// <summary>The files of an experiment of costs: the table beside the published one as CSV, drawing and page.</summary>
internal static class CostReport
{
    /// <summary>The table as CSV.</summary>
    public const string TableFile = "table-7.1.csv";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<ReportFile> Write(CostDefinition definition, ExperimentResult result)
    {
        var cells = CostComparison.Of(definition, [.. result.Summary.Cast<CostCell>()]);
        var groups = cells.GroupBy(cell => cell.Group).Select(group => (Name: group.Key, Cells: group.ToList())).ToList();
        var plots = groups.Select(group => CostPlot.Draw(definition, group.Name, group.Cells)).ToList();
        return
        [
            .. plots.Select((svg, i) => new ReportFile(groups.Count == 1 ? "table-7.1.svg" : string.Create(CultureInfo.InvariantCulture, $"table-7.1-{i + 1}.svg"), svg)),
            new ReportFile(TableFile, Csv(cells)),
            new ReportFile("report.html", Html(definition, result, groups, plots)),
        ];
    }

    private static string Csv(IReadOnlyList<ComparedCost> cells)
    {
        var csv = new StringBuilder("circumstances,benchmark,peer,rate_per_s,min,max,ratio_to_plain,instructions,min,max,ratio_of_instructions,published_per_s,published_ratio\n");
        foreach (var cell in cells)
        {
            csv.Append(CultureInfo.InvariantCulture, $"{cell.Group.Replace(',', ';')},{cell.Benchmark.Name},{cell.Peer},{cell.Rate.Median:0.##},{cell.Rate.Min:0.##},{cell.Rate.Max:0.##},");
            csv.Append(CultureInfo.InvariantCulture, $"{cell.RateRatio:0.0000},{cell.Instructions.Median:0.####},{cell.Instructions.Min:0.####},{cell.Instructions.Max:0.####},");
            csv.Append(CultureInfo.InvariantCulture, $"{cell.InstructionsRatio:0.0000},{cell.PublishedRate:0},{cell.PublishedRatio:0.00}\n");
        }

        return csv.ToString();
    }

    private static string Html(
        CostDefinition definition, ExperimentResult result, IReadOnlyList<(string Name, List<ComparedCost> Cells)> groups, List<string> plots)
    {
        var html = HtmlPage.Begin(result.Experiment);
        html.Append(CultureInfo.InvariantCulture, $"<p class='lead'>{result.Results.Count} runs, each in a machine of its own in simulated time. ");
        html.Append("Client and server share one processor over a link without limits, so that a simulated nanosecond is an instruction. Rates are per ");
        html.Append("simulated second, medians over seeds; the ratio is that to the first column. Below it the ratio of the instructions on the two ");
        html.Append("processes' own account, and in grey the ratio published in 1999.</p>");
        for (var i = 0; i < groups.Count; i++)
        {
            html.Append($"<h2>Table 7.1, {HtmlPage.Escape(groups[i].Name)}</h2><div class='card'>{plots[i]}</div>");
            AppendTable(html, definition, groups[i].Cells);
        }

        return HtmlPage.End(html, result);
    }

    private static void AppendTable(StringBuilder html, CostDefinition definition, List<ComparedCost> cells)
    {
        var peers = cells.Select(cell => cell.Peer).Distinct().ToList();
        html.Append("<div class='scroll'><table class='dense'><tr><th>Benchmark</th>");
        html.AppendJoin("", peers.Select(peer => $"<th>{HtmlPage.Escape(definition.Peers[peer].Name)}</th>"));
        html.Append("</tr>");
        foreach (var row in cells.GroupBy(cell => cell.Benchmark))
        {
            html.Append($"<tr><td>{row.Key.Title}, {row.Key.Unit}</td>");
            html.AppendJoin("", row.Select(Cell));
            html.Append("</tr>");
        }

        html.Append("</table></div>");
    }

    private static string Cell(ComparedCost cell)
    {
        var (scale, rate) = (cell.Benchmark.Scale, cell.Rate);
        var text = new StringBuilder("<td>");
        text.Append(CultureInfo.InvariantCulture, $"<b>{rate.Median / scale:0.#}</b><br><span class='spread'>{rate.Min / scale:0.#}..{rate.Max / scale:0.#}</span>");
        text.Append(cell.RateRatio is { } ratio ? string.Create(CultureInfo.InvariantCulture, $"<br>×{ratio:0.000}") : "");
        text.Append(cell.InstructionsRatio is { } own ? string.Create(CultureInfo.InvariantCulture, $"<br>×{own:0.000}") : "");
        text.Append(cell.PublishedRatio is { } published ? string.Create(CultureInfo.InvariantCulture, $"<br><span class='spread'>1999: ×{published:0.00}</span>") : "");
        return text.Append("</td>").ToString();
    }
}
