// SPDX-License-Identifier: MIT
using System.Globalization;
using System.Text;
using PreserveStack.Lab.Experiments;

namespace PreserveStack.Lab.Reports;

/// <summary>The report: one file that needs nothing else.</summary>
public static class HtmlReport
{
    /// <summary>Writes it.</summary>
    public static string Write(ExperimentResult result, IReadOnlyList<Plot> plots)
    {
        ArgumentNullException.ThrowIfNull(result);
        ArgumentNullException.ThrowIfNull(plots);
        var groups = ComparisonGroup.Of(TransferReport.Runs(result));
        var html = HtmlPage.Begin(result.Experiment);
        html.Append(CultureInfo.InvariantCulture, $"<p class='lead'>{result.Results.Count} runs, each in a machine of its own in simulated time. ");
        html.Append("The gap is the longest time in which the receiver got nothing. The outage is how long the transfer would have had to stand ");
        html.Append("still at its later speed to deliver as little: it also counts the time in which data only trickle. ");
        html.Append("Figures are medians; the smallest and largest stand beside them.</p>");
        AppendOverview(html, groups);
        foreach (var (group, plot) in groups.Zip(plots))
        {
            html.Append($"<h2>{HtmlPage.Escape(group.Title)}</h2><div class='card'>{plot.Svg}</div>");
            AppendGroup(html, group);
        }

        AppendRuns(html, result);
        return HtmlPage.End(html, result);
    }

    private static void AppendOverview(StringBuilder html, IReadOnlyList<ComparisonGroup> groups)
    {
        var peers = groups.SelectMany(group => group.Cells).DistinctBy(cell => cell.Peer).ToList();
        html.Append("<div class='scroll'><table><tr><th>Largest gap</th>");
        html.AppendJoin("", peers.Select(peer => $"<th>{Key(peer)}</th>"));
        html.Append("</tr>");
        foreach (var group in groups)
        {
            var best = group.Cells.Min(cell => cell.Gap.Median);
            html.Append($"<tr><td>{HtmlPage.Escape(group.Title)}</td>");
            foreach (var peer in peers)
            {
                var cell = group.Cells.FirstOrDefault(candidate => candidate.Peer == peer.Peer);
                html.Append(cell is null ? "<td></td>" : $"<td class='{(cell.Gap.Median <= best ? "best" : "")}'>{Milliseconds(cell.Gap.Median)}</td>");
            }

            html.Append("</tr>");
        }

        html.Append("</table></div>");
    }

    private static void AppendGroup(StringBuilder html, ComparisonGroup group)
    {
        var second = group.Cells.Any(cell => cell.SecondGap is not null);
        var outage = group.Cells.Any(cell => cell.Outage is not null);
        var resume = group.Cells.Any(cell => cell.Resume is not null);
        html.Append("<div class='scroll'><table><tr><th>Peer</th>").Append(resume ? "<th>Cut to next byte</th>" : "").Append("<th>Largest gap</th>");
        html.Append(second ? "<th>Second gap</th>" : "");
        html.Append(outage ? "<th>Outage</th>" : "");
        html.Append("<th>Delivered</th><th>Bytes lost</th><th>Bytes changed</th><th>Migrations</th><th>Runs</th></tr>");
        foreach (var cell in group.Cells)
        {
            html.Append($"<tr><td>{Key(cell)}</td>");
            if (resume)
            {
                html.Append(cell.Resume is { } next ? $"<td>{Milliseconds(next.Median)} {Range(next, Milliseconds)}</td>" : "<td>never</td>");
            }

            html.Append($"<td>{Milliseconds(cell.Gap.Median)} {Range(cell.Gap, Milliseconds)}</td>");
            if (second)
            {
                html.Append(cell.SecondGap is { } gap ? $"<td>{Milliseconds(gap.Median)} {Range(gap, Milliseconds)}</td>" : "<td></td>");
            }

            if (outage)
            {
                html.Append(cell.Outage is { } lost ? $"<td>{Milliseconds(lost.Median)} {Range(lost, Milliseconds)}</td>" : "<td>for good</td>");
            }

            html.Append($"<td>{Megabytes(cell.Delivered.Median)} {Range(cell.Delivered, Megabytes)}</td>");
            html.Append(Count(cell.Runs.Sum(run => run.LostBytes))).Append(Count(cell.Runs.Sum(run => run.ChangedBytes)));
            html.Append(CultureInfo.InvariantCulture, $"<td>{Spread.Of(cell.Runs.Select(run => (double)run.Migrations)).Median:0.#}</td>");
            html.Append(CultureInfo.InvariantCulture, $"<td>{cell.Runs.Count}</td></tr>");
        }

        html.Append("</table></div>");
    }

    private static void AppendRuns(StringBuilder html, ExperimentResult result)
    {
        html.Append("<details><summary>All runs</summary><div class='scroll'><table><tr><th>Run</th><th>Largest gap</th><th>Delivered</th>");
        html.Append("<th>Lost</th><th>Changed</th><th>Migrations</th><th>Followed</th><th>First migration</th><th>Error</th></tr>");
        foreach (var run in TransferReport.Runs(result))
        {
            html.Append($"<tr><td>{HtmlPage.Escape(run.Plan.Id)}</td><td>{Milliseconds(run.LargestGapMs)}</td><td>{Megabytes(run.DeliveredBytes)}</td>");
            html.Append(Count(run.LostBytes)).Append(Count(run.ChangedBytes));
            html.Append(CultureInfo.InvariantCulture, $"<td>{run.Migrations}</td><td>{run.Followed}</td>");
            html.Append($"<td>{(run.MigrationMs is { } ms ? Milliseconds(ms) : "")}</td><td>{HtmlPage.Escape(run.Error)}</td></tr>");
        }

        html.Append("</table></div></details>");
    }

    private static string Key(PeerCell cell) => $"<span class='key' style='background:{cell.Colour}'></span>{HtmlPage.Escape(cell.Name)}";

    private static string Count(long bytes)
        => string.Create(CultureInfo.InvariantCulture, $"<td class='{(bytes == 0 ? "" : "bad")}'>{bytes:#,0}</td>");

    private static string Range(Spread spread, Func<double, string> format)
        => spread.Min == spread.Max ? "" : $"<span class='spread'>{format(spread.Min)} to {format(spread.Max)}</span>";

    private static string Milliseconds(double ms) => string.Create(CultureInfo.InvariantCulture, $"{ms:#,0} ms");

    private static string Megabytes(double bytes) => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e6:0.00} MB");
}
