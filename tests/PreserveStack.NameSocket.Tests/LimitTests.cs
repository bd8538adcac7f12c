// SPDX-License-Identifier: MIT
using System.Net;
using Xunit;

namespace PreserveStack.NameSocket.Tests;

public sealed class LimitTests
{
    [Fact]
    public async Task Writes_wait_when_the_buffer_is_full_and_can_be_cancelled()
    {
        const int Limit = 100_000;
        await using var pair = await Pair.CreateAsync(Pair.Options with { RetransmissionBuffer = Limit });
        using var cancel = new CancellationTokenSource();
        var write = pair.Client.WriteAsync(new byte[3 * Limit], cancel.Token).AsTask();
        await Pair.EventuallyAsync(() => pair.Client.UnconfirmedBytes == Limit);
        Assert.False(write.IsCompleted);
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => write.WaitAsync(Pair.Patience));

        // What was taken is delivered, and the session goes on.
        var buffer = new byte[Limit];
        await pair.Server.GetStream().ReadExactlyAsync(buffer).AsTask().WaitAsync(Pair.Patience);
        await pair.Client.WriteAsync(new byte[] { 7 });
        Assert.Equal(1, await pair.Server.ReadAsync(buffer).AsTask().WaitAsync(Pair.Patience));
        Assert.Equal(7, buffer[0]);
    }

    [Fact]
    public async Task A_receiver_holds_no_more_than_its_window()
    {
        const int Window = 50_000;
        await using var pair = await Pair.CreateAsync(server: Pair.Options with { ReceiveWindow = Window });
        var write = pair.Client.WriteAsync(new byte[10 * Window]).AsTask();
        var read = 0;
        var buffer = new byte[1000];
        while (read < 10 * Window)
        {
            read += await pair.Server.ReadAsync(buffer).AsTask().WaitAsync(Pair.Patience);
        }

        await write.WaitAsync(Pair.Patience);
        Assert.Equal(NameSocketState.Connected, pair.Server.State);
    }

    [Fact]
    public async Task A_broken_session_takes_writes_until_its_buffer_is_full_and_then_goes_on()
    {
        const int Limit = 200_000;
        await using var pair = await Pair.CreateAsync(Pair.Options with { RetransmissionBuffer = Limit });
        pair.Proxy.Refuses = true;
        pair.Proxy.Break(Breakage.Reset);
        var bytes = new byte[2 * Limit];
        Traffic.Fill(bytes, 0, 5);
        var write = pair.Client.WriteAsync(bytes).AsTask();
        await Pair.EventuallyAsync(() => pair.Client.UnconfirmedBytes == Limit);
        pair.Proxy.Refuses = false;
        var got = new byte[bytes.Length];
        await pair.Server.GetStream().ReadExactlyAsync(got).AsTask().WaitAsync(Pair.Patience);
        await write.WaitAsync(Pair.Patience);
        Assert.Equal(bytes, got);
    }

    [Fact]
    public async Task Both_ends_give_up_when_the_lifetime_is_over()
    {
        var time = new ManualTime();
        var options = Pair.Options with { TimeProvider = time, SessionLifetime = TimeSpan.FromSeconds(30) };
        await using var pair = await Pair.CreateAsync(options, options);
        var reads = new[] { pair.Client.ReadAsync(new byte[1]).AsTask(), pair.Server.ReadAsync(new byte[1]).AsTask() };
        pair.Proxy.Refuses = true;
        pair.Proxy.Break(Breakage.Reset);
        await Pair.EventuallyAsync(() => pair.Client.State == NameSocketState.Broken && pair.Server.State == NameSocketState.Broken);
        await time.AdvanceUntilAsync(() => reads.All(r => r.IsCompleted));
        foreach (var read in reads)
        {
            Assert.Equal(SessionLossReason.Expired, (await Assert.ThrowsAsync<SessionLostException>(() => read)).Reason);
        }

        await Pair.EventuallyAsync(() => pair.Listener.SessionCount == 0);
    }

    [Fact]
    public async Task A_read_can_be_cancelled_without_losing_what_comes_after()
    {
        await using var pair = await Pair.CreateAsync();
        using var cancel = new CancellationTokenSource();
        var read = pair.Server.ReadAsync(new byte[10], cancel.Token).AsTask();
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => read.WaitAsync(Pair.Patience));
        await pair.Client.WriteAsync("after"u8.ToArray());
        Assert.Equal(5, await pair.Server.ReadAsync(new byte[10]).AsTask().WaitAsync(Pair.Patience));
    }

    [Fact]
    public async Task A_close_that_nobody_confirms_ends_after_its_time()
    {
        var time = new ManualTime();
        await using var pair = await Pair.CreateAsync(Pair.Options with { TimeProvider = time });
        await pair.Client.WriteAsync(new byte[10]);
        pair.Proxy.Refuses = true;
        pair.Proxy.Break(Breakage.Reset);
        var close = pair.Client.CloseAsync();
        await time.AdvanceUntilAsync(() => close.IsCompleted);
        await Assert.ThrowsAsync<SessionLostException>(() => close);
    }

    [Fact]
    public async Task Writing_to_a_peer_that_has_closed_fails_after_it_took_what_was_sent()
    {
        await using var pair = await Pair.CreateAsync();
        await pair.Server.WriteAsync("bye"u8.ToArray());
        pair.Server.Dispose();
        var buffer = new byte[10];
        Assert.Equal(3, await pair.Client.ReadAsync(buffer).AsTask().WaitAsync(Pair.Patience));
        Assert.Equal(0, await pair.Client.ReadAsync(buffer).AsTask().WaitAsync(Pair.Patience));
        var error = await Assert.ThrowsAsync<SessionAbortedException>(async () =>
        {
            using var patience = new CancellationTokenSource(Pair.Patience);
            while (true)
            {
                await pair.Client.WriteAsync(new byte[1000], patience.Token);
                await Task.Yield();
            }
        });
        Assert.Equal(AbortReason.Closed, error.Reason);
        Assert.True(error.ByPeer);
    }

    [Fact]
    public async Task A_thousand_sessions_resume_at_once()
    {
        const int Count = 1000;
        var options = Pair.Options with { Backlog = 2 * Count };
        await using var listener = NameSocketListener.Bind(new IPEndPoint(IPAddress.Loopback, 0), options);
        await using var proxy = new Proxy(listener.LocalEndPoint);
        var clients = new List<NameSocket>();
        var servers = new Dictionary<string, NameSocket>();
        for (var i = 0; i < Count; i++)
        {
            clients.Add(await NameSocket.ConnectAsync(new Loopback(proxy.EndPoint), options, CancellationToken.None));
            var server = await listener.AcceptAsync().AsTask().WaitAsync(Pair.Patience);
            servers.Add(server.SessionId!, server);
        }

        proxy.Break(Breakage.Reset);
        await Task.WhenAll(clients.Select(async (client, i) =>
        {
            var server = servers[client.SessionId!];
            var message = BitConverter.GetBytes(i);
            await client.WriteAsync(message);
            var got = new byte[4];
            await server.GetStream().ReadExactlyAsync(got).AsTask().WaitAsync(Pair.Patience);
            Assert.Equal(message, got);
            client.Abort();
            server.Abort();
        })).WaitAsync(Pair.Patience);
        Assert.True(proxy.Accepted >= 2 * Count);
    }
}
