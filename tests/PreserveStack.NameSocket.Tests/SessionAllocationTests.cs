// SPDX-License-Identifier: MIT
using System.Net;
using Xunit;

namespace PreserveStack.NameSocket.Tests;

/// <summary>Budgets of sessions in steady state, both ends together.</summary>
[Collection(Alone.Name)]
public sealed class SessionAllocationTests
{
    // What goes on beside, such as timers of other sessions, disturbs some windows, but not all.
    private const int Windows = 10;
    private readonly byte[] _source = new byte[64 * 1024];
    private readonly byte[] _target = new byte[64 * 1024];

    [Theory]
    [InlineData(1, 16)]
    [InlineData(2, 16)]
    public async Task A_round_trip_stays_within_its_budget(int version, long budget)
    {
        const int Trips = 500;
        Assert.InRange(await MeasureAsync(version, RoundTripsAsync) / Trips, 0, budget);

        static async Task RoundTripsAsync(NameSocket client, NameSocket server)
        {
            var answering = EchoAsync(server, Trips);
            await EchoAsync(client, Trips, first: true);
            await answering;
        }
    }

    [Theory]
    [InlineData(1, 512, 3000)]
    [InlineData(1, 65536, 3000)]
    [InlineData(2, 512, 3000)]
    [InlineData(2, 8192, 3000)]
    [InlineData(2, 65536, 3000)]
    public async Task A_megabyte_stays_within_its_budget(int version, int size, long budget)
    {
        const int Megabytes = 8;
        Assert.InRange(await MeasureAsync(version, BulkAsync) / Megabytes, 0, budget);

        async Task BulkAsync(NameSocket client, NameSocket server)
        {
            var reading = ReceiveAsync(server, Megabytes << 20);
            await SendAsync(client, Megabytes << 20, size);
            await reading;
        }
    }

    /// <summary>The least that was allocated in some windows.</summary>
    private static async Task<long> MeasureAsync(int version, Func<NameSocket, NameSocket, Task> work)
    {
        var options = Pair.Options with { OldestVersion = version, NewestVersion = version };
        await using var listener = NameSocketListener.Bind(new IPEndPoint(IPAddress.Loopback, 0), options);
        using var client = await NameSocket.ConnectAsync(new Loopback(listener.LocalEndPoint), options, CancellationToken.None);
        using var server = await listener.AcceptAsync().AsTask().WaitAsync(Pair.Patience);
        var least = long.MaxValue;
        for (var window = 0; window < Windows; window++)
        {
            var before = GC.GetTotalAllocatedBytes(precise: true);

            // Not in the test runner's context, which allocates for each continuation.
            await Task.Run(() => work(client, server)).WaitAsync(Pair.Patience);
            least = Math.Min(least, GC.GetTotalAllocatedBytes(precise: true) - before);
        }

        client.Abort();
        server.Abort();
        return least;
    }

    private static async Task EchoAsync(NameSocket socket, int times, bool first = false)
    {
        var buffer = new byte[1];
        for (var i = 0; i < times; i++)
        {
            if (first)
            {
                await socket.WriteAsync(buffer);
            }

            if (await socket.ReadAsync(buffer) == 0)
            {
                throw new EndOfStreamException();
            }

            if (!first)
            {
                await socket.WriteAsync(buffer);
            }
        }
    }

    private async Task SendAsync(NameSocket socket, int length, int size)
    {
        for (var sent = 0; sent < length; sent += size)
        {
            await socket.WriteAsync(_source.AsMemory(0, size));
        }
    }

    private async Task ReceiveAsync(NameSocket socket, int length)
    {
        for (var received = 0; received < length;)
        {
            var count = await socket.ReadAsync(_target);
            received += count > 0 ? count : throw new EndOfStreamException();
        }
    }
}
