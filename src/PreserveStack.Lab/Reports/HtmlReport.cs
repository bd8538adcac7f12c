// SPDX-License-Identifier: MIT
using System.Globalization;
using System.Net;
using System.Text;
using PreserveStack.Lab.Experiments;

namespace PreserveStack.Lab.Reports;

/// <summary>The report: one file that needs nothing else.</summary>
public static class HtmlReport
{
    private const string Style =
        """
        :root{color-scheme:light}
        body{font:16px/1.55 system-ui,-apple-system,'Segoe UI',Roboto,'Helvetica Neue',sans-serif;color:#222;background:#fafafa;margin:0}
        main{max-width:1080px;margin:0 auto;padding:40px 24px 80px}
        h1{font-size:30px;line-height:1.2;margin:0 0 8px}h2{font-size:20px;margin:48px 0 12px}
        p.lead{color:#555;margin:0 0 28px}
        table{border-collapse:collapse;width:100%;font-variant-numeric:tabular-nums;background:#fff}
        th,td{padding:8px 14px;text-align:right;border-bottom:1px solid #e8e8e8}
        th{font-weight:600;font-size:13px;color:#555}
        th:first-child,td:first-child{text-align:left}
        .card{background:#fff;border:1px solid #e4e4e4;border-radius:10px;padding:18px 18px 8px;margin:0 0 16px}
        .card svg{display:block;width:100%;height:auto}
        .spread{color:#888;font-size:13px;white-space:nowrap}.best{font-weight:700}.bad{color:#b91c1c;font-weight:600}
        .key{display:inline-block;width:14px;height:4px;border-radius:2px;margin-right:9px;vertical-align:middle}
        details{margin-top:40px}summary{cursor:pointer;font-weight:600}
        details table{font-size:13px;margin-top:12px}details td,details th{padding:4px 10px}
        .scroll{overflow-x:auto}
        """;

    /// <summary>Writes it.</summary>
    public static string Write(ExperimentResult result, IReadOnlyList<Plot> plots)
    {
        ArgumentNullException.ThrowIfNull(result);
        ArgumentNullException.ThrowIfNull(plots);
        var groups = ComparisonGroup.Of(result.Results);
        var html = new StringBuilder("<!doctype html>\n<html lang='en'><head><meta charset='utf-8'>");
        html.Append("<meta name='viewport' content='width=device-width,initial-scale=1'>");
        html.Append($"<title>PreserveStack: {Escape(result.Experiment)}</title><style>{Style}</style></head><body><main>");
        html.Append($"<h1>PreserveStack: {Escape(result.Experiment)}</h1>");
        html.Append(CultureInfo.InvariantCulture, $"<p class='lead'>{result.Results.Count} runs, each in a machine of its own in simulated time. ");
        html.Append("The gap is the longest time in which the receiver got nothing. The outage is how long the transfer would have had to stand ");
        html.Append("still at its later speed to deliver as little: it also counts the time in which data only trickle. ");
        html.Append("Figures are medians; the smallest and largest stand beside them.</p>");
        AppendOverview(html, groups);
        foreach (var (group, plot) in groups.Zip(plots))
        {
            html.Append($"<h2>{Escape(group.Title)}</h2><div class='card'>{plot.Svg}</div>");
            AppendGroup(html, group);
        }

        AppendRuns(html, result);
        AppendEnvironment(html, result);
        return html.Append("</main></body></html>\n").ToString();
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
            html.Append($"<tr><td>{Escape(group.Title)}</td>");
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
        html.Append("<div class='scroll'><table><tr><th>Peer</th><th>Largest gap</th>");
        html.Append(second ? "<th>Second gap</th>" : "");
        html.Append(outage ? "<th>Outage</th>" : "");
        html.Append("<th>Delivered</th><th>Bytes lost</th><th>Bytes changed</th><th>Migrations</th><th>Runs</th></tr>");
        foreach (var cell in group.Cells)
        {
            html.Append($"<tr><td>{Key(cell)}</td><td>{Milliseconds(cell.Gap.Median)} {Range(cell.Gap, Milliseconds)}</td>");
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
        foreach (var run in result.Results)
        {
            html.Append($"<tr><td>{Escape(run.Plan.Id)}</td><td>{Milliseconds(run.LargestGapMs)}</td><td>{Megabytes(run.DeliveredBytes)}</td>");
            html.Append(Count(run.LostBytes)).Append(Count(run.ChangedBytes));
            html.Append(CultureInfo.InvariantCulture, $"<td>{run.Migrations}</td><td>{run.Followed}</td>");
            html.Append($"<td>{(run.MigrationMs is { } ms ? Milliseconds(ms) : "")}</td><td>{Escape(run.Error)}</td></tr>");
        }

        html.Append("</table></div></details>");
    }

    private static void AppendEnvironment(StringBuilder html, ExperimentResult result)
    {
        html.Append("<details><summary>Parameters and environment</summary><div class='scroll'><table>");
        var rows = result.Parameters.Select(pair => (pair.Key, Value: string.Join(", ", pair.Value)))
            .Concat(result.Environment.Select(pair => (pair.Key, pair.Value)))
            .Concat(result.Results.SelectMany(run => run.Environment.Select(pair => (Key: $"{pair.Key} ({run.Plan.Machine.Kernel})", pair.Value))).Distinct());
        foreach (var (key, value) in rows)
        {
            html.Append($"<tr><td>{Escape(key)}</td><td>{Escape(value)}</td></tr>");
        }

        html.Append("</table></div></details>");
    }

    private static string Key(PeerCell cell) => $"<span class='key' style='background:{cell.Colour}'></span>{Escape(cell.Name)}";

    private static string Count(long bytes)
        => string.Create(CultureInfo.InvariantCulture, $"<td class='{(bytes == 0 ? "" : "bad")}'>{bytes:#,0}</td>");

    private static string Range(Spread spread, Func<double, string> format)
        => spread.Min == spread.Max ? "" : $"<span class='spread'>{format(spread.Min)} to {format(spread.Max)}</span>";

    private static string Milliseconds(double ms) => string.Create(CultureInfo.InvariantCulture, $"{ms:#,0} ms");

    private static string Megabytes(double bytes) => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e6:0.00} MB");

    private static string Escape(string text) => WebUtility.HtmlEncode(text);
}
