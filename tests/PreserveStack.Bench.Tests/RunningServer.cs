// SPDX-License-Identifier: MIT
using System.Net;

namespace PreserveStack.Bench.Tests;

/// <summary>A server on a port of its own, for as long as a test needs it.</summary>
internal sealed class RunningServer : IAsyncDisposable
{
    private readonly BenchServer _server;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _serving;

    public RunningServer(BenchServerOptions? options = null)
    {
        _server = BenchServer.Bind((options ?? new BenchServerOptions()) with { Address = IPAddress.IPv6Loopback, Port = 0 });
        _serving = _server.ServeAsync(null, _stop.Token);
    }

    public int Port => _server.LocalEndPoint.Port;

    public BenchPlan Plan(BenchTest test) => new()
    {
        Test = test,
        Host = "::1",
        Port = Port,
        Sizes = [test == BenchTest.Throughput ? 4096 : 1],
        Repeats = 1,
        IntervalS = 0,
    };

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _serving;
        await _server.DisposeAsync();
        _stop.Dispose();
    }
}
