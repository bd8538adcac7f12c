// SPDX-License-Identifier: MIT
using System.Text;
using PreserveStack.Lab.Experiments;

namespace PreserveStack.Lab.Reports;

/// <summary>A drawing of an experiment.</summary>
/// <param name="FileName">Its file's name.</param>
/// <param name="Title">What it shows.</param>
/// <param name="Svg">The drawing.</param>
public sealed record Plot(string FileName, string Title, string Svg);

/// <summary>
/// Received bytes over time, all peers in one drawing: the whole run on the left, the time around the cut on
/// the right. Drawn here and not by a plotting program, so that a report needs no further package and is the same everywhere.
/// </summary>
public static class CurvePlots
{
    private const double BeforeCutMs = 200;
    private const double AfterCutMs = 1000;
    private const double Megabyte = 1e6;

    /// <summary>The drawings; each peer is drawn by its run with the median gap.</summary>
    public static IReadOnlyList<Plot> Of(IReadOnlyList<TransferResult> results)
    {
        ArgumentNullException.ThrowIfNull(results);
        return [.. ComparisonGroup.Of(results).Select(group => new Plot($"received-{group.Slug}.svg", group.Title, Draw(group)))];
    }

    private static string Draw(ComparisonGroup group)
    {
        var svg = new StringBuilder("<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 1040 400' role='img' font-size='12'>");
        svg.Append(SvgPanel.Style).Append("<rect width='1040' height='400' fill='#fff'/>");
        AppendLegend(svg, group);
        var marks = group.Cells.SelectMany(cell => cell.Typical.Events).Where(happening => happening.Kind is "cut" or "heal")
            .DistinctBy(happening => (happening.Kind, Math.Round(happening.Ms / 250))).ToList();
        var firstCut = marks.Find(mark => mark.Kind == "cut");
        var end = group.Cells.Max(cell => Math.Ceiling(cell.Typical.Samples[^1].Ms / 1000));
        AppendWhole(svg, group, marks, end, firstCut is null ? 940 : 560);
        if (firstCut is not null)
        {
            AppendAroundCut(svg, group, firstCut);
        }

        return svg.Append("</svg>\n").ToString();
    }

    private static void AppendLegend(StringBuilder svg, ComparisonGroup group)
    {
        var x = 60.0;
        foreach (var cell in group.Cells)
        {
            SvgPanel.Append(svg, $"<line x1='{x:0.#}' x2='{x + 22:0.#}' y1='20' y2='20' stroke='{cell.Colour}' stroke-width='4'/>");
            SvgPanel.Append(svg, $"<text class='legend' x='{x + 30:0.#}' y='24.5'>{cell.Name}</text>");
            x += 50 + 7.2 * cell.Name.Length;
        }
    }

    private static void AppendWhole(StringBuilder svg, ComparisonGroup group, List<RunEvent> marks, double end, double width)
    {
        var top = group.Cells.Max(cell => cell.Typical.Samples[^1].Bytes) / Megabyte * 1.05;
        var panel = new SvgPanel(60, 74, width, 270, 0, end, Math.Max(top, 0.001));
        panel.AppendAxes(svg, "Received bytes", "seconds", "MB");
        foreach (var mark in marks)
        {
            panel.AppendMark(svg, mark.Ms / 1000, mark.Kind, mark.Text);
        }

        foreach (var cell in group.Cells)
        {
            var samples = cell.Typical.Samples;
            panel.AppendSteps(
                svg,
                samples.Select(sample => (sample.Ms / 1000, sample.Bytes / Megabyte)).Append((end, samples[^1].Bytes / Megabyte)),
                cell.Colour);
        }

        foreach (var cell in group.Cells)
        {
            foreach (var moved in Migrations(cell.Typical))
            {
                panel.AppendDot(svg, moved.Ms / 1000, BytesAt(cell.Typical, moved.Ms) / Megabyte, cell.Colour, "");
            }
        }
    }

    private static void AppendAroundCut(StringBuilder svg, ComparisonGroup group, RunEvent cut)
    {
        var until = cut.Ms + AfterCutMs;
        var top = group.Cells.Max(cell => BytesAt(cell.Typical, until) - BytesAt(cell.Typical, cut.Ms - BeforeCutMs)) / Megabyte * 1.08;
        var panel = new SvgPanel(700, 74, 320, 270, -BeforeCutMs, AfterCutMs, Math.Max(top, 0.001));
        panel.AppendAxes(svg, "Around the cut", "ms after the cut", "MB");
        panel.AppendMark(svg, 0, "cut", "");
        foreach (var cell in group.Cells)
        {
            var own = cell.Typical.Events.FirstOrDefault(happening => happening.Kind == "cut")?.Ms ?? cut.Ms;
            var start = BytesAt(cell.Typical, own - BeforeCutMs);
            var inside = cell.Typical.Samples.Where(sample => sample.Ms > own - BeforeCutMs && sample.Ms <= own + AfterCutMs)
                .Select(sample => (sample.Ms - own, (sample.Bytes - start) / Megabyte));
            panel.AppendSteps(
                svg,
                inside.Prepend((-BeforeCutMs, 0)).Append((AfterCutMs, (BytesAt(cell.Typical, own + AfterCutMs) - start) / Megabyte)),
                cell.Colour);
            if (Migrations(cell.Typical).FirstOrDefault(moved => moved.Ms >= own) is { } first)
            {
                var bytes = (BytesAt(cell.Typical, first.Ms) - start) / Megabyte;
                panel.AppendDot(svg, first.Ms - own, bytes, cell.Colour, FormattableString.Invariant($"migration, {first.Ms - own:0} ms"));
            }
        }
    }

    private static IEnumerable<RunEvent> Migrations(TransferResult run) => run.Events.Where(happening => happening.Kind == "migration");

    private static double BytesAt(TransferResult run, double ms) => run.Samples.LastOrDefault(sample => sample.Ms <= ms).Bytes;
}
