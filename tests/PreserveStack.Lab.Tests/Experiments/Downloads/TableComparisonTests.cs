// SPDX-License-Identifier: MIT
using System.Text.Json;
using System.Xml.Linq;
using PreserveStack.Lab.Experiments;
using PreserveStack.Lab.Experiments.Downloads;
using PreserveStack.Lab.Reports;
using Xunit;

namespace PreserveStack.Lab.Tests.Experiments.Downloads;

public class TableComparisonTests
{
    /// <summary>Each run takes as long as its seed says: 10, 20, 30 seconds.</summary>
    private static ExperimentResult Result(params string[] assignments)
    {
        var results = Multipath.Plans(assignments).Select(plan => (RunResult)Multipath.Read(plan, Multipath.Record(10_000 * plan.Machine.Seed))).ToList();
        var summary = CellSummaries.Of(Multipath.Definition, results);
        return new ExperimentResult
        {
            Experiment = "multipath",
            Parameters = Multipath.Parameters(assignments),
            Environment = new Dictionary<string, string>(),
            Results = results,
            Summary = summary,
            Tables = Multipath.Definition.Compare(Multipath.Parameters(assignments), summary),
        };
    }

    [Fact]
    public void Each_figure_is_beside_that_of_the_thesis()
    {
        var table = Assert.Single(Result("table=4.4", "seed=1-3").Tables);

        Assert.Equal(35, table.Cells.Count);
        var cell = Assert.Single(table.Cells, cell => cell.Row == "2" && cell.Column == "150");
        Assert.Equal(215.88, cell.PublishedKBps);
        Assert.Equal(new Spread(120, 80, 240), cell.Ours.GoodputKBps);
        Assert.Equal(120 / 300.0, cell.Ours.Efficiency, 6);
        Assert.Equal(120 / 215.88, cell.Ratio, 6);
        Assert.True(cell.IsBelow);
        Assert.False(table.Cells.Single(other => other.Row == "5" && other.Column == "20").IsBelow);
    }

    [Fact]
    public void Cells_shared_by_tables_are_in_both()
    {
        var tables = Result("table=4.4,4.5", "peer=own,mptcp", "seed=1").Tables;

        Assert.Equal(["4.4", "4.5"], tables.Select(table => table.Name));
        Assert.All(tables, table => Assert.Equal(70, table.Cells.Count));
        Assert.Equal(["multipath", "mptcp"], tables[0].Cells.Select(cell => cell.Peer).Distinct());
    }

    [Fact]
    public void Rows_may_be_kinds_of_connection()
    {
        var table = Assert.Single(Result("table=4.1", "seed=1").Tables);

        Assert.Equal("Direct Connect", table.Cells[0].Row);
        Assert.Equal(11228.4, table.Cells[0].PublishedKBps);
        Assert.DoesNotContain(table.Cells, cell => cell.Row.Contains("Other", StringComparison.Ordinal));
        Assert.All(table.Cells.Where(cell => cell.Row == "Multipath"), cell => Assert.Equal("multipath", cell.Peer));
    }

    [Fact]
    public void Limits_together_are_not_more_than_the_Ethernet()
    {
        var cells = Result("table=4.9", "seed=1").Summary.Cast<DownloadCell>();

        Assert.All(cells, cell => Assert.Equal(12_500, cell.SumOfLimitsKBps));
        Assert.All(Result("table=4.11", "seed=1").Summary.Cast<DownloadCell>(), cell
            => Assert.Equal(400 + double.Parse(cell.Values["limit1_kBps"], System.Globalization.CultureInfo.InvariantCulture), cell.SumOfLimitsKBps));
    }

    [Fact]
    public void Circumstances_are_told_where_there_are_several()
    {
        var tables = Result("table=4.2", "vm=qemu", "kernel=6.1,6.12", "seed=1").Tables;

        Assert.Equal(2, tables.Count);
        Assert.Contains("kernel 6.12", tables[1].Circumstances, StringComparison.Ordinal);
        Assert.All(tables, table => Assert.Equal(7, table.Cells.Count));
    }

    [Fact]
    public void The_report_has_a_drawing_and_figures_per_table()
    {
        var result = Result("table=4.1,4.5", "peer=own,adaptive", "seed=1-2");

        var files = DownloadReport.Write(Multipath.Definition, result);

        Assert.Equal(["table-4.1.svg", "table-4.5.svg", "table-4.1.csv", "table-4.5.csv", "summary.csv", "report.html"], files.Select(file => file.Name));
        Assert.All(files.Take(2), file => Assert.Equal("svg", XDocument.Parse(file.Text).Root!.Name.LocalName));
        Assert.Contains("5,500,multipath-buffer,180.00,120.00,240.00,2,2325.29,0.077,0.072", files[3].Text, StringComparison.Ordinal);
        var html = files[^1].Text;
        Assert.Contains("Table 4.5: Multipath with buffer", html, StringComparison.Ordinal);
        Assert.Contains("class='bad'", html, StringComparison.Ordinal);
        Assert.DoesNotContain("src=", html, StringComparison.Ordinal);
        Assert.DoesNotContain("href=", html, StringComparison.Ordinal);
    }

    [Fact]
    public void Json_has_the_settings_the_goodput_and_the_tables()
    {
        using var json = JsonDocument.Parse(Result("table=4.2", "seed=1-2").ToJson());

        var row = json.RootElement.GetProperty("results")[0];
        Assert.Equal(("direct", "20", 1), (row.GetProperty("peer").GetString(), row.GetProperty("limit_kBps").GetString(), row.GetProperty("seed").GetInt32()));
        Assert.Equal(240, row.GetProperty("goodput_kBps").GetDouble(), 3);
        Assert.True(row.GetProperty("complete").GetBoolean());
        Assert.False(row.TryGetProperty("cut", out _));
        var cell = json.RootElement.GetProperty("tables")[0].GetProperty("cells")[0];
        Assert.Equal(19.16, cell.GetProperty("published_kBps").GetDouble());
        Assert.Equal(180, cell.GetProperty("goodput_kBps").GetProperty("median").GetDouble(), 3);
    }
}
