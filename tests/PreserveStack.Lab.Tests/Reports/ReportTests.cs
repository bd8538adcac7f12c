// SPDX-License-Identifier: MIT
using System.Xml.Linq;
using PreserveStack.Lab.Experiments;
using PreserveStack.Lab.Reports;
using PreserveStack.Lab.Tests.Experiments;
using Xunit;

namespace PreserveStack.Lab.Tests.Reports;

public class ReportTests
{
    private static readonly IReadOnlyList<TransferResult> Results = [.. Failover.Plans("peer=tcp,preserve", "cut=silent,none", "seed=1-3")
        .Select(plan => Records.Read(plan, Records.Of(
            plan.Cut == "none" ? [Records.Sent, Records.Received] : [Records.Cut, Records.Migration, Records.Sent, Records.Received],
            ("received.csv", "ms,bytes\n30.500,1428\n3387.250,3000\n9999.250,5000\n"))))];

    [Fact]
    public void There_is_one_drawing_per_cut_with_all_peers()
    {
        var plots = CurvePlots.Of(Results);

        Assert.Equal(["received-silent-two-routers-6.1-client.svg", "received-none-two-routers-6.1-client.svg"], plots.Select(plot => plot.FileName));
        Assert.All(plots, plot => Assert.Contains("PreserveStack", plot.Svg, StringComparison.Ordinal));
        Assert.Contains("migration, 320 ms", plots[0].Svg, StringComparison.Ordinal);
        Assert.Contains("cut link1", plots[0].Svg, StringComparison.Ordinal);
        Assert.DoesNotContain("Around the cut", plots[1].Svg, StringComparison.Ordinal);
    }

    [Fact]
    public void Drawings_are_well_formed() => Assert.All(CurvePlots.Of(Results), plot => Assert.Equal("svg", XDocument.Parse(plot.Svg).Root!.Name.LocalName));

    [Fact]
    public void The_report_needs_nothing_from_elsewhere()
    {
        var result = new ExperimentResult
        {
            Experiment = "failover",
            Parameters = new Dictionary<string, IReadOnlyList<string>> { ["peer"] = ["tcp", "<b>"] },
            Environment = new Dictionary<string, string> { ["qemu"] = "7.2" },
            Results = Results,
            Summary = CellSummaries.Of(Failover.Definition, Results),
        };

        var html = HtmlReport.Write(result, CurvePlots.Of(Results));

        Assert.DoesNotContain("src=", html, StringComparison.Ordinal);
        Assert.DoesNotContain("href=", html, StringComparison.Ordinal);
        Assert.DoesNotContain("<b>", html, StringComparison.Ordinal);
        Assert.Contains("377 ms", html, StringComparison.Ordinal);
        Assert.Contains("Silent cut", html, StringComparison.Ordinal);
    }

    [Fact]
    public void Cells_are_the_runs_that_differ_in_the_seed_only()
    {
        var cells = CellSummaries.Of(Failover.Definition, Results);

        Assert.Equal(4, cells.Count);
        Assert.All(cells, cell => Assert.Equal(3, cell.Runs));
        Assert.All(cells, cell => Assert.DoesNotContain("seed", cell.Values.Keys));
    }
}
