// SPDX-License-Identifier: MIT
using PreserveStack.Bench.Comparing;
using PreserveStack.Bench.Environments;
using PreserveStack.Bench.Results;
using Xunit;

namespace PreserveStack.Bench.Tests;

public sealed class ComparingTests
{
    [Theory]
    [InlineData(new double[] { 100, 101, 99 }, new double[] { 90, 91, 89 }, Verdict.Regression)]
    [InlineData(new double[] { 100, 101, 99 }, new double[] { 97, 98, 96 }, Verdict.Same)]
    [InlineData(new double[] { 100, 101, 99 }, new double[] { 110, 111, 109 }, Verdict.Better)]
    [InlineData(new double[] { 100, 140, 60 }, new double[] { 90, 130, 50 }, Verdict.Noise)]
    [InlineData(new double[] { 100 }, new double[] { 90 }, Verdict.Regression)]
    public void A_rate_that_falls_by_more_than_it_may_and_scatters_is_a_regression(double[] before, double[] after, Verdict verdict)
    {
        BenchComparison comparison = ResultComparer.Compare(Result(MetricNames.BytesPerS, before), Result(MetricNames.BytesPerS, after), 0.05, []);
        Assert.Equal(verdict, Assert.Single(comparison.Cells).Verdict);
        Assert.Equal(verdict == Verdict.Regression, comparison.HasRegression);
    }

    [Fact]
    public void A_cost_that_rises_is_one_too()
    {
        const string cost = "client_cpu_ns_per_byte";
        Assert.True(ResultComparer.Compare(Result(cost, [1, 1.01]), Result(cost, [2, 2.01]), 0.05, [cost]).HasRegression);
        Assert.False(ResultComparer.Compare(Result(cost, [2, 2.01]), Result(cost, [1, 1.01]), 0.05, [cost]).HasRegression);
    }

    [Fact]
    public void It_tells_what_the_environments_do_not_share()
    {
        BenchResult before = Result(MetricNames.BytesPerS, [1]);
        var other = new BenchEnvironment { Facts = new Dictionary<string, string> { ["kernel"] = "6.12" }, Sysctls = new Dictionary<string, string>() };
        BenchComparison comparison = ResultComparer.Compare(before, before with { Server = other }, 0.05, []);
        Assert.Equal(new EnvironmentDifference("server kernel", "6.1", "6.12"), Assert.Single(comparison.Differences));
    }

    [Fact]
    public void What_only_one_has_is_told_and_nothing_in_common_is_an_error()
    {
        BenchResult first = Result(MetricNames.BytesPerS, [1], 512);
        BenchResult second = Result(MetricNames.BytesPerS, [1], 2048);
        Assert.Throws<BenchException>(() => ResultComparer.Compare(first, second, 0.05, []));
        BenchResult both = first with { Cases = [.. first.Cases, .. second.Cases] };
        Assert.Contains("2048 B", Assert.Single(ResultComparer.Compare(first, both, 0.05, []).Missing));
    }

    [Fact]
    public void A_result_is_read_back_as_it_was_written()
    {
        string path = Path.GetTempFileName();
        BenchResult written = Result(MetricNames.BytesPerS, [1.5, 2.5]);
        File.WriteAllLines(path, ["""{"event":"interval"}""", written.ToJson()]);
        BenchResult read = Assert.Single(ResultFile.Read(path));
        Assert.Equal(written.ToJson(), read.ToJson());
        File.Delete(path);
    }

    [Theory]
    [InlineData("")]
    [InlineData("not json")]
    [InlineData("""{"event":"start"}""")]
    [InlineData("""{"event":"result"}""")]
    public void A_file_without_a_result_is_refused(string content)
    {
        string path = Path.GetTempFileName();
        File.WriteAllText(path, content);
        Assert.Throws<BenchException>(() => ResultFile.Read(path));
        File.Delete(path);
    }

    private static BenchResult Result(string metric, double[] values, int size = 512)
    {
        var plan = new BenchPlan { Test = BenchTest.Throughput, Host = "server", Sizes = [size] };
        Measurement[] measurements =
        [
            .. values.Select((value, i) => new Measurement
            {
                Case = new BenchCase(BenchTest.Throughput, BenchTransport.Tcp, size, 1, false),
                Repeat = i + 1,
                Seconds = 1,
                Bytes = 1,
                Operations = 0,
                Metrics = new Dictionary<string, double> { [metric] = value },
            }),
        ];
        var environment = new BenchEnvironment { Facts = new Dictionary<string, string> { ["kernel"] = "6.1" }, Sysctls = new Dictionary<string, string>() };
        return new BenchResult
        {
            Plan = plan,
            Client = environment,
            Server = environment,
            Cases = ResultSummary.Of(plan, measurements),
            Measurements = measurements,
            Warnings = [],
        };
    }
}
