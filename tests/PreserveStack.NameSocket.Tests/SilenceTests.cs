// SPDX-License-Identifier: MIT
using System.Net;
using Xunit;

namespace PreserveStack.NameSocket.Tests;

public sealed class SilenceTests
{
    [Fact]
    public async Task A_silent_connection_is_replaced_though_nobody_reported_an_error()
    {
        var time = new ManualTime();
        await using var pair = await Pair.CreateAsync(Pair.Options with { TimeProvider = time });
        var resumed = new TaskCompletionSource<ResumeReport>(TaskCreationOptions.RunContinuationsAsynchronously);
        pair.Client.Resumed += r => resumed.TrySetResult(r);
        pair.Proxy.Break(Breakage.Blackhole);
        await pair.Client.WriteAsync("anybody there?"u8.ToArray());
        var read = pair.Server.ReadAsync(new byte[100]).AsTask();
        await time.AdvanceUntilAsync(() => read.IsCompleted && resumed.Task.IsCompleted);
        Assert.Equal(14, await read);
        Assert.Equal("silence", (await resumed.Task).Cause);
        Assert.Equal(14, (await resumed.Task).RetransmittedBytes);
    }

    [Fact]
    public async Task A_writer_that_goes_on_writing_into_a_silence_does_not_hide_it()
    {
        var time = new ManualTime();
        await using var pair = await Pair.CreateAsync(Pair.Options with { TimeProvider = time });
        var resumed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        pair.Client.Resumed += _ => resumed.TrySetResult();
        pair.Proxy.Break(Breakage.Blackhole);
        using var patience = new CancellationTokenSource(Pair.Patience);
        while (!resumed.Task.IsCompleted)
        {
            await pair.Client.WriteAsync(new byte[10], patience.Token);
            time.Advance(TimeSpan.FromMilliseconds(25));
            await Task.Yield();
        }
    }

    [Fact]
    public async Task A_silent_connection_that_speaks_again_is_kept()
    {
        var time = new ManualTime();
        await using var pair = await Pair.CreateAsync(Pair.Options with { TimeProvider = time });
        pair.Proxy.Refuses = true;
        pair.Proxy.Break(Breakage.Blackhole);
        await pair.Client.WriteAsync("hello"u8.ToArray());
        await time.AdvanceUntilAsync(() => pair.Client.State == NameSocketState.Suspect && pair.Proxy.Accepted > 1);
        var before = pair.Client.LocalEndPoint;
        pair.Proxy.Heal();
        var read = pair.Server.ReadAsync(new byte[100]).AsTask();
        await time.AdvanceUntilAsync(() => read.IsCompleted && pair.Client.State == NameSocketState.Connected);
        Assert.Equal(5, await read);
        Assert.Equal(before, pair.Client.LocalEndPoint);
    }

    [Fact]
    public async Task The_lifetime_counts_from_the_first_sign_of_an_outage()
    {
        var time = new ManualTime();
        var options = Pair.Options with { TimeProvider = time, SessionLifetime = TimeSpan.FromSeconds(20) };
        await using var pair = await Pair.CreateAsync(options);
        pair.Proxy.Refuses = true;
        pair.Proxy.Break(Breakage.Blackhole);
        await pair.Client.WriteAsync("hello"u8.ToArray());
        await time.AdvanceUntilAsync(() => pair.Client.State == NameSocketState.Suspect);
        var since = time.GetTimestamp();
        await time.AdvanceUntilAsync(() => time.GetElapsedTime(since) >= TimeSpan.FromSeconds(15));
        Assert.Equal(NameSocketState.Suspect, pair.Client.State);

        // The kernel finds out what is known already.
        pair.Proxy.Break(Breakage.Reset);
        await Pair.EventuallyAsync(() => pair.Client.State == NameSocketState.Broken);
        await time.AdvanceUntilAsync(() => pair.Client.State == NameSocketState.Lost);
        Assert.InRange(time.GetElapsedTime(since), options.SessionLifetime, options.SessionLifetime + TimeSpan.FromSeconds(2));
    }

    [Fact]
    public async Task A_false_alarm_is_no_part_of_an_outage_that_comes_later()
    {
        var time = new ManualTime();
        var options = Pair.Options with { TimeProvider = time, SessionLifetime = TimeSpan.FromMinutes(5) };
        await using var pair = await Pair.CreateAsync(options);
        var resumed = new TaskCompletionSource<ResumeReport>(TaskCreationOptions.RunContinuationsAsynchronously);
        pair.Client.Resumed += report => resumed.TrySetResult(report);
        pair.Proxy.Refuses = true;
        pair.Proxy.Break(Breakage.Blackhole);
        await pair.Client.WriteAsync("hello"u8.ToArray());
        await time.AdvanceUntilAsync(() => pair.Client.State == NameSocketState.Suspect);
        time.Advance(TimeSpan.FromMinutes(2));

        // From here on the clock waits for the network.
        var heard = pair.Client.Session.Current!.Heard;
        pair.Proxy.Heal();
        await Pair.EventuallyAsync(() => pair.Client.Session.Current!.Heard != heard);
        await time.AdvanceUntilAsync(() => pair.Client.State == NameSocketState.Connected);
        pair.Proxy.Refuses = false;
        pair.Proxy.Break(Breakage.Reset);
        Assert.Equal(TimeSpan.Zero, (await resumed.Task.WaitAsync(Pair.Patience)).Outage);
    }

    [Fact]
    public async Task A_peer_that_is_busy_while_its_host_answers_is_given_more_time()
    {
        var time = new ManualTime();
        await using var pair = await Pair.CreateAsync(Pair.Options with { TimeProvider = time });
        pair.Proxy.Break(Breakage.Blackhole);

        await pair.Client.WriteAsync("hello"u8.ToArray());
        var silence = Pair.Options.SilenceFloor;
        for (var waited = TimeSpan.Zero; waited < 3 * silence; waited += silence / 10)
        {
            // The proxy's host acknowledges what the proxy does not pass on; the clock waits for it.
            await Pair.EventuallyAsync(() => Interop.TryGetTcpInfo(pair.Client.Session.Current!.Socket, out var info) && info.Unacked == 0);
            time.Advance(silence / 10);
        }

        Assert.Equal((NameSocketState.Connected, 1), (pair.Client.State, pair.Proxy.Accepted));
        pair.Proxy.Heal();
        Assert.Equal(5, await pair.Server.ReadAsync(new byte[100]).AsTask().WaitAsync(Pair.Patience));
        Assert.Equal(1, pair.Proxy.Accepted);
    }

    [Fact]
    public async Task A_reader_that_waits_notices_a_silent_cut_by_its_heartbeat()
    {
        var time = new ManualTime();
        await using var pair = await Pair.CreateAsync(Pair.Options with { TimeProvider = time });
        var read = pair.Client.ReadAsync(new byte[100]).AsTask();
        pair.Proxy.Break(Breakage.Blackhole);
        await pair.Server.WriteAsync("late"u8.ToArray());
        await time.AdvanceUntilAsync(() => read.IsCompleted);
        Assert.Equal(4, await read);
    }

    [Fact]
    public async Task A_peer_that_does_not_read_is_not_taken_for_a_dead_one()
    {
        var options = Pair.Options with { SilenceFloor = TimeSpan.FromSeconds(20) };
        await using var pair = await Pair.CreateAsync(options);
        var resumed = false;
        pair.Client.Resumed += _ => resumed = true;
        await pair.Client.WriteAsync(new byte[100_000]);
        for (var heard = pair.Client.Session.Current!.Heard; pair.Client.Session.Current?.Heard < heard + 3;)
        {
            await Task.Delay(10);
        }

        Assert.False(resumed);
        Assert.True(pair.Client.UnconfirmedBytes > 0);
    }

    [Fact]
    public async Task A_resume_can_be_asked_for()
    {
        await using var pair = await Pair.CreateAsync();
        var resumed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        pair.Client.Resumed += _ => resumed.TrySetResult();
        pair.Client.Resume();
        await resumed.Task.WaitAsync(Pair.Patience);
        await pair.Server.WriteAsync("ok"u8.ToArray());
        Assert.Equal(2, await pair.Client.ReadAsync(new byte[10]).AsTask().WaitAsync(Pair.Patience));
    }

    [Fact]
    public async Task A_session_moves_from_IPv4_to_an_IPv6_address_the_server_offered()
    {
        var offered = new List<IPEndPoint>();
        await using var listener = NameSocketListener.Bind("0", Pair.Options with { AdvertisedEndPoints = offered });
        offered.Add(new IPEndPoint(IPAddress.IPv6Loopback, listener.LocalEndPoint.Port));
        var names = new IPEndPoint(IPAddress.Loopback, listener.LocalEndPoint.Port);
        using var client = await NameSocket.ConnectAsync(new Loopback(() => names), Pair.Options, CancellationToken.None);
        using var server = await listener.AcceptAsync().AsTask().WaitAsync(Pair.Patience);
        await Pair.EventuallyAsync(() => client.Session.Offered.SequenceEqual(offered));
        using var nobody = RawPeer.Listen();
        names = (IPEndPoint)nobody.LocalEndPoint!;
        nobody.Dispose();
        client.Resume();
        await server.WriteAsync("moved"u8.ToArray());
        Assert.Equal(5, await client.ReadAsync(new byte[10]).AsTask().WaitAsync(Pair.Patience));
        Assert.Equal(offered[0], client.RemoteEndPoint);
        client.Abort();
    }
}
