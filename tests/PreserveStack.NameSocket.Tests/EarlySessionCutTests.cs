// SPDX-License-Identifier: MIT
using System.Net;
using Xunit;

namespace PreserveStack.NameSocket.Tests;

/// <summary>Early sessions whose connections break while they begin.</summary>
public sealed class EarlySessionCutTests
{
    private const int Length = 20_000;
    private const int ToServer = 1;
    private const int ToClient = 2;

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 10)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task Every_byte_comes_once_wherever_the_beginning_is_cut(int seed)
    {
        var random = new Random(seed);
        var name = Guid.NewGuid().ToString();
        await using var listener = NameSocketListener.Bind(new IPEndPoint(IPAddress.Loopback, 0), Pair.Options);
        await using var proxy = new Proxy(listener.LocalEndPoint);
        for (var i = 0; i < 20; i++)
        {
            // In the first one the client learns the key.
            var isEarly = i > 0;
            await using var client = await NameSocket.ConnectAsync(new Loopback(proxy.EndPoint, name), Pair.Options, CancellationToken.None).WaitAsync(Pair.Patience);
            Assert.Equal(isEarly, client.Session.Opening is not null);
            var cutting = isEarly ? CutAsync(proxy, random.Next(4), 1 << random.Next(12)) : Task.CompletedTask;
            await ExchangeAsync(client, listener, seed);
            await cutting;
        }

        Assert.False(listener.IsPending);
        await Pair.EventuallyAsync(() => listener.SessionCount == 0);
    }

    private static async Task ExchangeAsync(NameSocket client, NameSocketListener listener, int seed)
    {
        var sending = Traffic.SendAsync(client, Length, ToServer, new Random(seed));
        await using var server = await listener.AcceptAsync().AsTask().WaitAsync(Pair.Patience);
        var answering = Traffic.SendAsync(server, Length, ToClient, new Random(seed + 1));
        Assert.Equal(Length, await Traffic.ReceiveAsync(server, ToServer, new Random(seed + 2)).WaitAsync(Pair.Patience));
        Assert.Equal(Length, await Traffic.ReceiveAsync(client, ToClient, new Random(seed + 3)).WaitAsync(Pair.Patience));
        await sending;
        await answering;
        Assert.Equal(client.SessionId, server.SessionId);
    }

    /// <summary>Breaks what connections there are, some times in a row, between few instructions and some milliseconds.</summary>
    private static async Task CutAsync(Proxy proxy, int times, int spins)
    {
        for (var i = 0; i < times; i++)
        {
            await Task.Yield();
            Thread.SpinWait(spins);
            proxy.Break(i % 2 == 0 ? Breakage.Reset : Breakage.Close);
        }
    }
}
