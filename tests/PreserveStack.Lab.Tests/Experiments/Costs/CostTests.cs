// SPDX-License-Identifier: MIT
using System.Xml.Linq;
using PreserveStack.Lab.Experiments;
using PreserveStack.Lab.Experiments.Costs;
using PreserveStack.Lab.Machines;
using Xunit;

namespace PreserveStack.Lab.Tests.Experiments.Costs;

public class CostTests
{
    [Fact]
    public void Every_kind_of_connection_is_measured_with_five_seeds()
    {
        var plans = Tcpbench.Plans();

        Assert.Equal(["plain", "module", "disabled", "mptcp", "nsocket1", "nsocket2"], plans.Select(plan => plan.Peer).Distinct());
        Assert.Equal(30, plans.Count);
    }

    [Theory]
    [InlineData("plain", "tcp", false, false)]
    [InlineData("module", "tcp", true, true)]
    [InlineData("disabled", "tcp", true, false)]
    [InlineData("mptcp", "mptcp", false, false)]
    [InlineData("nsocket2", "nsocket2", false, false)]
    public void The_module_is_there_only_where_the_peer_wants_it(string peer, string transport, bool isLoaded, bool isEnabled)
    {
        var job = Tcpbench.Job(Tcpbench.Plans($"peer={peer}", "seed=1").Single()).Create(0);

        Assert.Contains("preserve-bench", job.CommandText, StringComparison.Ordinal);
        Assert.Contains($"--transport {transport} ", job.Script, StringComparison.Ordinal);
        Assert.Equal(isLoaded, job.WithModule);
        Assert.Equal(isLoaded, job.Script.Contains("insmod", StringComparison.Ordinal));
        Assert.Equal(isEnabled, job.Script.Contains("net.preserve.enabled=1", StringComparison.Ordinal));
    }

    [Fact]
    public void Amounts_are_those_of_the_settings()
    {
        var script = Tcpbench.Job(Tcpbench.Plans("peer=plain", "seed=1", "megabytes=7", "round_trips=8", "connections=9", "offloads=off").Single()).Create(0).Script;

        Assert.Contains("--size 512,2048,8192 --bytes 7M --warm-up 700k", script, StringComparison.Ordinal);
        Assert.Contains("latency --count 8 ", script, StringComparison.Ordinal);
        Assert.Contains("rate --count 9 ", script, StringComparison.Ordinal);
        Assert.Contains("tso off gso off gro off", script, StringComparison.Ordinal);
    }

    [Fact]
    public void A_result_has_rates_and_what_both_ends_spent()
    {
        var result = Tcpbench.Read(Tcpbench.Plans("peer=plain", "seed=1").Single(), 1e6);

        Assert.Equal(CostBenchmark.All.Order(Comparer<CostBenchmark>.Create((a, b) => string.CompareOrdinal(a.Name, b.Name))), result.Costs.Keys.OrderBy(key => key.Name, StringComparer.Ordinal));
        Assert.Equal(new Cost(1e6, 1000, 600, 300), result.Costs[CostBenchmark.Latency]);
        Assert.Equal("6.1.0", result.Environment["kernel"]);
    }

    [Fact]
    public void A_run_without_its_result_is_an_error()
        => Assert.Throws<MachineException>(() => Tcpbench.Job(Tcpbench.Plans("peer=plain", "seed=1").Single()).Read(Records.Of([])));

    [Fact]
    public void The_table_has_medians_ratios_and_the_published_figures()
    {
        var cells = Compared();
        var module = cells.Single(cell => cell.Peer == "module" && cell.Benchmark == CostBenchmark.Connection);

        Assert.Equal((950, 0.95, 0.95), (module.Rate.Median, Math.Round(module.RateRatio!.Value, 9), Math.Round(module.InstructionsRatio!.Value, 9)));
        Assert.Equal((3561, 0.57), (module.PublishedRate, Math.Round(module.PublishedRatio!.Value, 2)));
        Assert.Null(cells.First(cell => cell.Peer == "mptcp").PublishedRatio);
    }

    [Fact]
    public void The_report_has_the_table_as_csv_as_a_drawing_and_as_a_page()
    {
        var result = Result();
        var files = Tcpbench.Definition.Report(result).ToDictionary(file => file.Name, file => file.Text);

        Assert.Equal(["report.html", "table-7.1.csv", "table-7.1.svg"], files.Keys.Order(StringComparer.Ordinal));
        Assert.Equal("svg", XDocument.Parse(files["table-7.1.svg"]).Root!.Name.LocalName);
        Assert.Equal(1 + 3 * 5, files["table-7.1.csv"].Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.Contains("1999: ×0.57", files["report.html"], StringComparison.Ordinal);
    }

    private static IReadOnlyList<ComparedCost> Compared() => CostComparison.Of(Tcpbench.Definition, [.. Result().Summary.Cast<CostCell>()]);

    private static ExperimentResult Result()
    {
        var runs = Tcpbench.Plans("peer=plain,module,mptcp", "seed=1-3")
            .Select(plan => Tcpbench.Read(plan, (plan.Peer == "plain" ? 1000 : 950) + plan.Machine.Seed - 2)).ToList();
        return new ExperimentResult
        {
            Experiment = "tcpbench",
            Parameters = new Dictionary<string, IReadOnlyList<string>>(),
            Environment = new Dictionary<string, string>(),
            Results = runs,
            Summary = CellSummaries.Of(Tcpbench.Definition, runs),
        };
    }
}
