// SPDX-License-Identifier: MIT
using PreserveStack.Lab.Experiments;
using PreserveStack.Lab.Machines;
using Xunit;

namespace PreserveStack.Lab.Tests.Experiments.Downloads;

public class DownloadPlanTests
{
    [Fact]
    public void Without_a_table_a_run_is_what_was_asked_for()
    {
        var plan = Multipath.Plan("proxies=3", "limit_kBps=200");

        Assert.Equal("preserve", plan.Peer);
        Assert.Equal(MachineKind.Uml, plan.Machine.Kind);
        Assert.Equal(("3", "200", "200", "adaptive"), (plan.Values["proxies"], plan.Values["limit_kBps"], plan.Values["limit1_kBps"], plan.Values["mode"]));
        Assert.DoesNotContain("table", plan.Values.Keys);
    }

    [Fact]
    public void A_table_is_its_cells_with_the_peer_that_it_is_about()
    {
        var plans = Multipath.Plans("table=4.5", "seed=1-2");

        Assert.Equal(5 * 7 * 2, plans.Count);
        Assert.All(plans, plan => Assert.Equal("multipath-buffer", plan.Peer));
        var cell = Assert.Single(plans, plan => plan.Values["proxies"] == "4" && plan.Values["limit_kBps"] == "250" && plan.Machine.Seed == 2);
        Assert.Equal(("250", "1:1", "weighted"), (cell.Values["limit1_kBps"], cell.Values["weights"], cell.Values["mode"]));
    }

    [Theory]
    [InlineData("4.1", 12)]
    [InlineData("4.2", 7)]
    [InlineData("4.3", 7)]
    [InlineData("4.4", 35)]
    [InlineData("4.6", 49)]
    [InlineData("4.7", 42)]
    [InlineData("4.8", 49)]
    [InlineData("4.9", 42)]
    [InlineData("4.10", 49)]
    [InlineData("4.11", 42)]
    [InlineData("4.12", 49)]
    public void Every_table_has_a_run_per_figure(string table, int cells)
        => Assert.Equal(cells, Multipath.Plans($"table={table}", "seed=1").Count);

    [Fact]
    public void Rows_may_be_weights_and_buffers()
    {
        var weights = Multipath.Plans("table=4.9", "seed=1").Single(plan => plan.Values["weights"] == "1:25" && plan.Values["limit1_kBps"] == "50");
        var buffers = Multipath.Plans("table=4.12", "seed=1").Single(plan => plan.Values["buffer"] == "15" && plan.Values["limit_kBps"] == "500");

        Assert.Equal(("5", "12500"), (weights.Values["proxies"], weights.Values["limit_kBps"]));
        Assert.Equal(("1", "500"), (buffers.Values["proxies"], buffers.Values["limit1_kBps"]));
    }

    [Fact]
    public void Cells_that_two_tables_share_are_run_once()
    {
        Assert.Equal(35, Multipath.Plans("table=4.4,4.5", "peer=mptcp", "seed=1").Count);
        Assert.Equal(7, Multipath.Plans("table=4.8", "peer=adaptive", "seed=1").Count);
    }

    [Fact]
    public void What_a_peer_does_not_know_makes_no_further_runs()
    {
        Assert.Single(Multipath.Plans("peer=direct", "proxies=1,2,3", "weights=1:1,1:5", "seed=1"));
        Assert.Equal(2, Multipath.Plans("peer=nft-rr", "weights=1:1,1:5", "buffer=10,20", "seed=1").Count);
    }

    [Theory]
    [InlineData("table=5.1", "table=5.1: table takes one of none, 4.1, 4.2")]
    [InlineData("weights=1-5", "weights=1-5: weights takes integers from 1 to 1000 with colons between them")]
    [InlineData("weights=0:5", "weights=0:5: weights takes integers")]
    [InlineData("proxies=6", "proxies=6: proxies takes an integer from 1 to 5")]
    [InlineData("cut=silent", "experiment multipath has no key 'cut'; it has table, topology")]
    public void Unknown_keys_and_values_are_refused(string assignment, string expected)
        => Assert.StartsWith(expected, Assert.Throws<LabUsageException>(() => Multipath.Plans(assignment)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("kind: download", "kind: upload", "x.yaml:2: kind: 'upload' is not allowed; it takes one of transfer, download")]
    [InlineData("name: multipath", "name: multipath\nvariants: {}", "x.yaml:2: unknown key 'variants'")]
    [InlineData("rows: proxies", "rows: colour", "'colour' is no setting of this experiment")]
    [InlineData("  family: {", "  famly: {", "'family' is missing")]
    public void Mistakes_in_the_file_are_told(string right, string wrong, string expected)
    {
        var text = File.ReadAllText(Path.Combine(Checkout.Root, "benchmarks", "experiments", "multipath.yaml"))
            .Replace("# SPDX-License-Identifier: MIT\n", "", StringComparison.Ordinal);
        Assert.Contains(right, text, StringComparison.Ordinal);

        var error = Assert.Throws<LabUsageException>(
            () => ExperimentLoader.Parse("x.yaml", text.Replace(right, wrong, StringComparison.Ordinal), _ => "n,20\n1,19.2\n"));

        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }
}
