// SPDX-License-Identifier: MIT
using System.Globalization;
using System.Text;

namespace PreserveStack.Lab.Reports;

/// <summary>A figure that was recorded.</summary>
/// <param name="Release">The folder it is in, named after the release.</param>
/// <param name="Circumstances">Kernel, offloads, calls; or the host's kernel.</param>
/// <param name="Benchmark">The benchmark's name in files.</param>
/// <param name="Peer">The kind of connection.</param>
/// <param name="RatePerS">Per simulated second in the lab, per second on a host.</param>
/// <param name="RatioToPlain">By that of plain TCP of the same run: comparable between releases, which rates are not quite.</param>
public sealed record RecordedCost(
    string Release, string Circumstances, string Benchmark, string Peer, double RatePerS, double RatioToPlain);

/// <summary>What results of the experiment of costs, and of <c>preserve bench</c> on hosts, said release by release.</summary>
public static class CostHistory
{
    private const double PanelHeight = 150;
    private const double PanelStep = 230;

    /// <summary>Reads all folders that have such a table, or results of hosts, in the order of their names.</summary>
    /// <param name="folder">The folder of results.</param>
    /// <exception cref="LabUsageException">There is none, or one that cannot be read.</exception>
    public static IReadOnlyList<RecordedCost> Read(string folder)
    {
        var records = Below(folder, CostReport.TableFile).SelectMany(file => ReadTable(ReleaseOf(file), file))
            .Concat(Below(folder, HostCosts.Files).SelectMany(file => HostCosts.Read(ReleaseOf(file), file)))
            .OrderBy(record => record.Release, StringComparer.Ordinal)
            .ToList();
        return records.Count > 0
            ? records
            : throw new LabUsageException(
                $"there is no {CostReport.TableFile} below {folder}, which 'preserve lab run tcpbench --out DIR' makes, "
                + $"and no {HostCosts.Files} of 'preserve bench TEST HOST --out FILE'");
    }

    private static IEnumerable<string> Below(string folder, string pattern) => Directory.Exists(folder)
        ? Directory.EnumerateFiles(folder, pattern, SearchOption.AllDirectories).Order(StringComparer.Ordinal)
        : [];

    private static string ReleaseOf(string file) => Path.GetFileName(Path.GetDirectoryName(Path.GetFullPath(file)))!;

    /// <summary>The ratios over the releases: a panel per benchmark, a curve per kind of connection.</summary>
    public static string Draw(IReadOnlyList<RecordedCost> records)
    {
        ArgumentNullException.ThrowIfNull(records);
        var releases = records.Select(record => record.Release).Distinct().ToList();
        var peers = records.Select(record => record.Peer).Distinct().ToList();
        var panels = records.GroupBy(record => (record.Circumstances, record.Benchmark)).ToList();
        var height = 60 + panels.Count * PanelStep;
        var svg = new StringBuilder();
        SvgPanel.Append(svg, $"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 1040 {height:0}' role='img' font-size='12'>");
        svg.Append(SvgPanel.Style);
        SvgPanel.Append(svg, $"<rect width='1040' height='{height:0}' fill='#fff'/>");
        for (var i = 0; i < panels.Count; i++)
        {
            var panel = new SvgPanel(60, 60 + i * PanelStep, 860, PanelHeight, 0, releases.Count, Math.Max(1.1, panels[i].Max(record => record.RatioToPlain) * 1.1));
            panel.AppendGroups(
                svg, HtmlPage.Escape($"{panels[i].Key.Benchmark}, {panels[i].Key.Circumstances}"), [.. releases.Select(HtmlPage.Escape)], "", "by plain TCP");
            foreach (var peer in panels[i].GroupBy(record => record.Peer))
            {
                AppendCurve(svg, panel, releases, [.. peer], CostPlot.Colours[peers.IndexOf(peer.Key) % CostPlot.Colours.Length]);
            }
        }

        return svg.Append("</svg>\n").ToString();
    }

    private static void AppendCurve(StringBuilder svg, SvgPanel panel, List<string> releases, IReadOnlyList<RecordedCost> records, string colour)
    {
        var points = records.Select(record => (X: releases.IndexOf(record.Release) + 0.5, Y: record.RatioToPlain)).ToList();
        panel.AppendSteps(svg, points, colour);
        foreach (var (x, y) in points)
        {
            panel.AppendDot(svg, x, y, colour, x == points[^1].X ? HtmlPage.Escape(records[0].Peer) : "");
        }
    }

    private static IEnumerable<RecordedCost> ReadTable(string release, string file)
    {
        var lines = File.ReadLines(file).Select(line => line.Split(',')).ToList();
        var columns = lines[0].ToList();
        var (rate, ratio) = (columns.IndexOf("rate_per_s"), columns.IndexOf("ratio_to_plain"));
        return rate < 0 || ratio < 0 || columns is not ["circumstances", "benchmark", "peer", ..]
            ? throw new LabUsageException($"{file} is no table of 'preserve lab run tcpbench'")
            : lines.Skip(1).Where(fields => fields[ratio].Length > 0).Select(fields => new RecordedCost(
                release, fields[0], fields[1], fields[2], Number(file, fields[rate]), Number(file, fields[ratio])));
    }

    private static double Number(string file, string text)
        => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw new LabUsageException($"{file}: '{text}' is not a figure");
}
