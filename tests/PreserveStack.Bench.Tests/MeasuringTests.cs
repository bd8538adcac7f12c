// SPDX-License-Identifier: MIT
using System.Text.Json;
using PreserveStack.Bench.Results;
using Xunit;

namespace PreserveStack.Bench.Tests;

public sealed class MeasuringTests
{
    public static TheoryData<BenchTransport> Transports => [.. Enum.GetValues<BenchTransport>().Where(transport => transport != BenchTransport.Mptcp || Mptcp.IsThere)];

    [Theory]
    [MemberData(nameof(Transports))]
    public async Task Every_byte_of_an_amount_is_counted_at_the_receiver(BenchTransport transport)
    {
        await using var server = new RunningServer();
        BenchPlan plan = server.Plan(BenchTest.Throughput) with { Transports = [transport], Amount = 1_000_000, Connections = 2 };
        Measurement measured = Assert.Single((await new BenchClient(plan).RunAsync(null, default)).Measurements);
        Assert.Equal((1_000_000, 0), (measured.Bytes, measured.Operations));
        Assert.Equal(measured.Bytes / measured.Seconds, measured.Metrics[MetricNames.BytesPerS], 1e-3);
    }

    [Theory]
    [MemberData(nameof(Transports))]
    public async Task So_it_is_when_the_server_sends(BenchTransport transport)
    {
        await using var server = new RunningServer();
        BenchPlan plan = server.Plan(BenchTest.Throughput) with { Transports = [transport], Amount = 1_000_000, Reverse = true };
        Assert.Equal(1_000_000, Assert.Single((await new BenchClient(plan).RunAsync(null, default)).Measurements).Bytes);
    }

    [Theory]
    [MemberData(nameof(Transports))]
    public async Task Every_answer_is_counted_and_none_of_the_warm_up(BenchTransport transport)
    {
        await using var server = new RunningServer();
        BenchPlan plan = server.Plan(BenchTest.Latency) with { Transports = [transport], Amount = 60, WarmUpAmount = 30, Connections = 3, Sizes = [1, 5000] };
        BenchResult result = await new BenchClient(plan).RunAsync(null, default);
        Assert.Equal([(1, 60L), (5000, 60L)], result.Measurements.Select(one => (one.Case.SizeBytes, one.Operations)));
        Assert.All(result.Measurements, one => Assert.True(one.Metrics["p50_us"] > 0 && one.Metrics["p50_us"] <= one.Metrics["p99_us"] && one.Metrics["p99_us"] <= one.Metrics["max_us"]));
    }

    [Theory]
    [MemberData(nameof(Transports))]
    public async Task Connections_are_made_used_and_closed(BenchTransport transport)
    {
        await using var server = new RunningServer();
        BenchPlan plan = server.Plan(BenchTest.Rate) with { Transports = [transport], Amount = 40, WarmUpAmount = 2, Connections = 2 };
        Assert.Equal(40, Assert.Single((await new BenchClient(plan).RunAsync(null, default)).Measurements).Operations);
    }

    [Fact]
    public async Task The_client_may_close_first()
    {
        await using var server = new RunningServer();
        BenchPlan plan = server.Plan(BenchTest.Rate) with { Amount = 20, Closes = FirstCloser.Client };
        Assert.Equal(20, Assert.Single((await new BenchClient(plan).RunAsync(null, default)).Measurements).Operations);
    }

    [Theory]
    [InlineData(BenchTest.Throughput, false)]
    [InlineData(BenchTest.Throughput, true)]
    [InlineData(BenchTest.Latency, false)]
    public async Task Blocking_calls_do_the_same(BenchTest test, bool reverse)
    {
        await using var server = new RunningServer();
        BenchPlan plan = server.Plan(test) with { Amount = 100_000, Reverse = reverse, Calls = SocketCalls.Blocking, Sizes = [10_000] };
        plan = test == BenchTest.Latency ? plan with { Amount = 50 } : plan;
        Measurement measured = Assert.Single((await new BenchClient(plan).RunAsync(null, default)).Measurements);
        Assert.Equal(plan.Amount, measured.Bytes + measured.Operations);
    }

    [Fact]
    public async Task By_time_it_reports_intervals_and_the_whole()
    {
        await using var server = new RunningServer();
        BenchPlan plan = server.Plan(BenchTest.Throughput) with { DurationS = 0.3, WarmUpS = 0.05, IntervalS = 0.05 };
        List<BenchEvent> events = [];
        BenchResult result = await new BenchClient(plan).RunAsync(events.Add, default);
        Assert.IsType<StartEvent>(events[0]);
        Assert.Contains(events, happening => happening is IntervalEvent { BytesPerS: > 0, OperationsPerS: null, Repeat: 1 });
        Assert.IsType<RepeatEvent>(events[^1]);
        Assert.True(result.Measurements[0].Bytes > 0);
    }

    [Fact]
    public async Task Transports_take_turns_and_are_compared_with_the_first()
    {
        await using var server = new RunningServer();
        BenchPlan plan = server.Plan(BenchTest.Latency) with { Transports = [BenchTransport.Tcp, BenchTransport.Nsocket2], Repeats = 3, Amount = 20 };
        BenchResult result = await new BenchClient(plan).RunAsync(null, default);
        Assert.Equal("tcp nsocket2 tcp nsocket2 tcp nsocket2", string.Join(' ', result.Measurements.Select(one => one.Case.Transport)).ToLowerInvariant());
        Assert.Null(result.Cases[0].Ratios);
        double[] pairs = [.. Enumerable.Range(0, 3).Select(i => Rate(result, 2 * i + 1) / Rate(result, 2 * i))];
        Assert.Equal(pairs.Order().ElementAt(1), result.Cases[1].Ratios![MetricNames.OperationsPerS].Median, 1e-9);
        Assert.NotNull(result.Cases[1].Ratios![MetricNames.OperationsPerS].Ci95Low);
    }

    [Fact]
    public async Task The_result_repeats_every_parameter_and_both_environments()
    {
        await using var server = new RunningServer();
        BenchPlan plan = server.Plan(BenchTest.Rate) with { Amount = 3 };
        JsonElement json = JsonDocument.Parse((await new BenchClient(plan).RunAsync(null, default)).ToJson()).RootElement;
        Assert.Equal(["time", "event"], json.EnumerateObject().Take(2).Select(entry => entry.Name));
        Assert.Equal(
            [
                "amount", "calls", "closes", "connections", "duration_s", "host", "interval_s", "nagle", "port", "port_wait_s", "repeats", "reverse", "sizes", "sources", "test",
                "transports", "warm_up_amount", "warm_up_s",
            ],
            json.GetProperty("plan").EnumerateObject().Select(entry => entry.Name).Order(StringComparer.Ordinal));
        foreach (string end in (string[])["client", "server"])
        {
            JsonElement facts = json.GetProperty(end).GetProperty("facts");
            Assert.Equal("lo", facts.GetProperty("device").GetString());
            Assert.Equal(File.ReadAllText("/proc/sys/kernel/osrelease").Trim(), facts.GetProperty("kernel").GetString());
            Assert.NotEmpty(json.GetProperty(end).GetProperty("sysctls").GetProperty("net.ipv4.tcp_rmem").GetString()!);
        }
    }

    [Fact]
    public async Task One_server_serves_several_clients_with_different_tests_at_once_and_says_so()
    {
        await using var server = new RunningServer();
        BenchPlan[] plans =
        [
            server.Plan(BenchTest.Throughput) with { DurationS = 0.5 },
            server.Plan(BenchTest.Latency) with { DurationS = 0.5, Transports = [BenchTransport.Nsocket1] },
            server.Plan(BenchTest.Rate) with { DurationS = 0.5 },
        ];
        BenchResult[] results = await Task.WhenAll(plans.Select(plan => new BenchClient(plan).RunAsync(null, default)));
        Assert.All(results, result => Assert.True(result.Measurements[0].Metrics.Values.First() > 0));
        Assert.Contains(results, result => result.Measurements[0].ServerIsShared && result.Warnings.Any(warning => warning.Contains("served others")));
    }

    [Fact]
    public async Task A_server_that_is_not_there_is_told_in_one_line()
    {
        int port;
        await using (var server = new RunningServer())
        {
            port = server.Port;
        }

        var plan = new BenchPlan { Test = BenchTest.Latency, Host = "::1", Port = port };
        Assert.Contains("Is 'preserve bench server' running there?", (await Assert.ThrowsAsync<BenchException>(() => new BenchClient(plan).RunAsync(null, default))).Message);
    }

    private static double Rate(BenchResult result, int i) => result.Measurements[i].Metrics[MetricNames.OperationsPerS];
}
