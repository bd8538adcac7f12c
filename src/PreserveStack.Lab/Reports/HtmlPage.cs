// SPDX-License-Identifier: MIT
using System.Net;
using System.Text;
using PreserveStack.Lab.Experiments;

namespace PreserveStack.Lab.Reports;

/// <summary>What all reports look like: one file that needs nothing else.</summary>
internal static class HtmlPage
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
        .dense td,.dense th{padding:6px 8px;line-height:1.35}.dense .bad .spread{font-weight:400}
        p.key-to{color:#555;margin:24px 0 8px}
        """;

    /// <summary>A page up to its headline.</summary>
    public static StringBuilder Begin(string experiment)
    {
        var html = new StringBuilder("<!doctype html>\n<html lang='en'><head><meta charset='utf-8'>");
        html.Append("<meta name='viewport' content='width=device-width,initial-scale=1'>");
        html.Append($"<title>PreserveStack: {Escape(experiment)}</title><style>{Style}</style></head><body><main>");
        return html.Append($"<h1>PreserveStack: {Escape(experiment)}</h1>");
    }

    /// <summary>Its end: parameters and environment.</summary>
    public static string End(StringBuilder html, ExperimentResult result)
    {
        AppendEnvironment(html, result);
        return html.Append("</main></body></html>\n").ToString();
    }

    /// <summary>A text that is no markup.</summary>
    public static string Escape(string text) => WebUtility.HtmlEncode(text);

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
}
