// SPDX-License-Identifier: MIT
using System.Net;
using System.Net.Sockets;
using Xunit;

namespace PreserveStack.NameSocket.Tests;

/// <summary>Sessions that begin with the key of an earlier one, and so without waiting for the server.</summary>
public sealed class EarlySessionTests
{
    private static readonly SessionId Boot = SessionId.NewRandom();

    private readonly string _name = Guid.NewGuid().ToString();

    private static NameSocketListener Listen(NameSocketOptions? options = null) =>
        NameSocketListener.Bind(new IPEndPoint(IPAddress.Loopback, 0), options ?? Pair.Options);

    private Task<NameSocket> DialAsync(EndPoint endPoint, NameSocketOptions? options = null) =>
        NameSocket.ConnectAsync(new Loopback((IPEndPoint)endPoint, _name), options ?? Pair.Options, CancellationToken.None).WaitAsync(Pair.Patience);

    private static async Task<NameSocket> AcceptAsync(NameSocketListener listener) => await listener.AcceptAsync().AsTask().WaitAsync(Pair.Patience);

    private static async Task<byte[]> ReadAllAsync(NameSocket socket)
    {
        var all = new List<byte>();
        var buffer = new byte[100];
        int count;
        while ((count = await socket.ReadAsync(buffer).AsTask().WaitAsync(Pair.Patience)) > 0)
        {
            all.AddRange(buffer[..count]);
        }

        return [.. all];
    }

    /// <summary>A session with the full handshake, in which the client learns the server's key.</summary>
    private async Task MeetAsync(NameSocketListener listener, EndPoint? through = null)
    {
        await using var client = await DialAsync(through ?? listener.LocalEndPoint);
        await using var server = await AcceptAsync(listener);
        await server.WriteAsync("hello"u8.ToArray());
        await client.ReadAsync(new byte[5]).AsTask().WaitAsync(Pair.Patience);
    }

    /// <summary>A listener whose key the client knows, and another one that has taken its place.</summary>
    private async Task<NameSocketListener> RestartAsync(NameSocketOptions? options = null)
    {
        var before = Listen();
        await MeetAsync(before);
        await before.DisposeAsync();
        return NameSocketListener.Bind(before.LocalEndPoint, options ?? Pair.Options);
    }

    private async Task MeetAsync(Socket listen)
    {
        var connecting = DialAsync(listen.LocalEndPoint!);
        using var server = await RawPeer.AcceptAsync(listen);
        await server.TakeNewAsync(SessionId.NewRandom(), Boot);
        using var client = await connecting;
        await server.SendAsync(RawPeer.Frame(FrameType.EarlyOffer, 0, 0, 1, 0), RawPeer.Frame(FrameType.Data, 1));
        await client.ReadAsync(new byte[1]).AsTask().WaitAsync(Pair.Patience);
        client.Abort();
    }

    /// <summary>An early session whose client has written "first", and the scripted server that has received it.</summary>
    private async Task<(NameSocket Client, RawPeer Server, byte[] Early)> BeginAsync(Socket listen, NameSocketOptions? options = null)
    {
        await MeetAsync(listen);
        var client = await DialAsync(listen.LocalEndPoint!, options);
        await client.WriteAsync("first"u8.ToArray());
        var server = await RawPeer.AcceptAsync(listen);
        return (client, server, await server.ReceiveEarlyAsync());
    }

    [Fact]
    public async Task What_is_written_first_goes_along_with_the_first_packet()
    {
        using var listen = RawPeer.Listen();
        var (client, server, early) = await BeginAsync(listen);
        Assert.Equal("first"u8.ToArray(), await server.ReceiveFrameAsync(FrameType.Data));
        Assert.Equal(server.Session.ToString(), client.SessionId);

        await server.SendAsync(server.EarlyAck(), RawPeer.Number(FrameType.Ack, 5), RawPeer.Frame(FrameType.Data, 7, 8));
        Assert.Equal(2, await client.ReadAsync(new byte[9]).AsTask().WaitAsync(Pair.Patience));
        Assert.Equal(0, client.UnconfirmedBytes);
        client.Abort();
        server.Dispose();
    }

    [Fact]
    public async Task A_client_that_reads_first_begins_too()
    {
        using var listen = RawPeer.Listen();
        await MeetAsync(listen);
        using var client = await DialAsync(listen.LocalEndPoint!);
        var read = client.ReadAsync(new byte[9]).AsTask();
        using var server = await RawPeer.AcceptAsync(listen);
        var early = await server.ReceiveEarlyAsync();
        await server.SendAsync(server.EarlyAck(), RawPeer.Frame(FrameType.Data, 1, 2, 3));
        Assert.Equal(3, await read.WaitAsync(Pair.Patience));
        client.Abort();
    }

    [Fact]
    public async Task A_client_that_does_nothing_begins_too()
    {
        await using var listener = Listen();
        await MeetAsync(listener);
        using var client = await DialAsync(listener.LocalEndPoint);
        using var server = await AcceptAsync(listener);
        Assert.Equal(client.SessionId, server.SessionId);
        client.Abort();
    }

    [Fact]
    public async Task Both_directions_come_to_their_ends()
    {
        await using var listener = Listen();
        await MeetAsync(listener);
        for (var i = 0; i < 20; i++)
        {
            await using var client = await DialAsync(listener.LocalEndPoint);
            Assert.NotNull(client.Session.Opening);
            await client.WriteAsync(new byte[] { 1, 2, 3 });
            client.ShutdownSend();
            await using var server = await AcceptAsync(listener);
            Assert.Equal([1, 2, 3], await ReadAllAsync(server));
            await server.WriteAsync(new byte[] { 4, 5 });
            server.ShutdownSend();
            Assert.Equal([4, 5], await ReadAllAsync(client));
            Assert.Null(client.Session.Opening);
            Assert.Equal(client.SessionId, server.SessionId);
        }

        await Pair.EventuallyAsync(() => listener.SessionCount == 0);
    }

    [Fact]
    public async Task An_early_session_resumes_like_any_other()
    {
        await using var listener = Listen();
        await using var proxy = new Proxy(listener.LocalEndPoint);
        await MeetAsync(listener, proxy.EndPoint);
        using var client = await DialAsync(proxy.EndPoint);
        Assert.NotNull(client.Session.Opening);
        await client.WriteAsync(new byte[] { 1 });
        using var server = await AcceptAsync(listener);
        await server.WriteAsync(new byte[] { 9 });
        Assert.Equal(1, await client.ReadAsync(new byte[1]).AsTask().WaitAsync(Pair.Patience));
        proxy.Break(Breakage.Reset);
        await client.WriteAsync(new byte[] { 2, 3 });
        client.ShutdownSend();
        Assert.Equal([1, 2, 3], await ReadAllAsync(server));
        client.Abort();
    }

    [Fact]
    public async Task Without_the_option_both_ends_wait_for_the_answer()
    {
        var never = Pair.Options with { EarlySessions = false };
        await using var listener = Listen(never);
        await MeetAsync(listener);
        using var client = await DialAsync(listener.LocalEndPoint);
        Assert.Null(client.Session.Opening);
        client.Abort();

        await using var willing = Listen();
        await MeetAsync(willing);
        using var unwilling = await DialAsync(willing.LocalEndPoint, never);
        Assert.Null(unwilling.Session.Opening);
        unwilling.Abort();
    }

    [Fact]
    public async Task A_server_that_has_lost_the_key_gets_everything_again_in_a_full_handshake()
    {
        await using var listener = await RestartAsync();
        await using var client = await DialAsync(listener.LocalEndPoint);
        Assert.NotNull(client.Session.Opening);
        var written = new byte[300_000];
        new Random(1).NextBytes(written);
        var writing = client.WriteAsync(written).AsTask();
        await using var server = await AcceptAsync(listener);
        var reading = ReadAllAsync(server);
        await writing.WaitAsync(Pair.Patience);
        client.ShutdownSend();
        Assert.Equal(written, await reading);
        Assert.Equal(client.SessionId, server.SessionId);

        // The next one begins early again.
        server.ShutdownSend();
        await ReadAllAsync(client);
        await using var next = await DialAsync(listener.LocalEndPoint);
        Assert.NotNull(next.Session.Opening);
    }

    [Fact]
    public async Task A_name_that_leads_to_several_servers_has_a_key_for_each()
    {
        await using var one = Listen();
        await using var other = Listen();
        await MeetAsync(one);
        await using (var first = await DialAsync(other.LocalEndPoint))
        {
            Assert.Null(first.Session.Opening);
            await using var server = await AcceptAsync(other);
            await server.WriteAsync(new byte[1]);
            await first.ReadAsync(new byte[1]).AsTask().WaitAsync(Pair.Patience);
        }

        foreach (var listener in new[] { one, other, one })
        {
            await using var client = await DialAsync(listener.LocalEndPoint);
            Assert.NotNull(client.Session.Opening);
            await client.WriteAsync(new byte[1]);
            await using var server = await AcceptAsync(listener);
            Assert.Equal(client.SessionId, server.SessionId);
        }
    }

    [Fact]
    public async Task A_listener_that_does_not_take_early_sessions_any_more_does_the_full_handshake()
    {
        await using var listener = await RestartAsync(Pair.Options with { EarlySessions = false });
        await using var client = await DialAsync(listener.LocalEndPoint);
        await client.WriteAsync(new byte[] { 5 });
        client.ShutdownSend();
        await using var server = await AcceptAsync(listener);
        Assert.Equal([5], await ReadAllAsync(server));
    }

    [Fact]
    public async Task What_was_recorded_is_not_delivered_again()
    {
        await using var listener = Listen();
        using var first = await RawPeer.ConnectAsync(listener.LocalEndPoint);
        await first.BeginAsync();
        (await AcceptAsync(listener)).Abort();

        using var peer = await RawPeer.ConnectAsync(listener.LocalEndPoint);
        var early = peer.MakeEarly(first.ServerKey);
        var frame = RawPeer.Frame(FrameType.Data, 42);
        await peer.SendAsync(early, frame);
        using var server = await AcceptAsync(listener);
        var buffer = new byte[10];
        Assert.Equal(1, await server.ReadAsync(buffer).AsTask().WaitAsync(Pair.Patience));

        // While it lives.
        using var replay = await RawPeer.ConnectAsync(listener.LocalEndPoint);
        await replay.SendAsync(early, frame, new byte[V2Packets.ConfirmLength]);
        Assert.True(PacketHeader.Is(await replay.ReceiveAsync(V2Packets.ChallengeLength), V2PacketType.Challenge));
        Assert.Empty(await replay.ReceiveToEndAsync());
        await peer.SendAsync(RawPeer.Frame(FrameType.Data, 43));
        Assert.Equal(1, await server.ReadAsync(buffer).AsTask().WaitAsync(Pair.Patience));
        Assert.Equal(43, buffer[0]);

        // And when it has ended.
        server.Abort();
        await Pair.EventuallyAsync(() => listener.SessionCount == 0);
        using var late = await RawPeer.ConnectAsync(listener.LocalEndPoint);
        await late.SendAsync(early, frame);
        var refused = await late.ReceiveAsync(V2Packets.RefusedLength);
        Assert.Equal(RefusalReason.Aborted, V2Fields.RefusedReason(refused));
        Assert.True(peer.Keys!.IsFromServer(refused, early));
        Assert.Equal(0, listener.SessionCount);
        Assert.False(listener.IsPending);
    }

    [Fact]
    public async Task The_first_packet_is_not_taken_from_whoever_does_not_have_its_key()
    {
        await using var listener = Listen();
        using var first = await RawPeer.ConnectAsync(listener.LocalEndPoint);
        await first.BeginAsync();
        (await AcceptAsync(listener)).Abort();
        foreach (var at in new[] { 7, 8, 40, 103, 104, 119 })
        {
            using var peer = await RawPeer.ConnectAsync(listener.LocalEndPoint);
            var early = peer.MakeEarly(first.ServerKey);
            early[at] ^= 1;
            await peer.SendAsync(early);
            Assert.Empty(await peer.ReceiveToEndAsync());
        }

        Assert.False(listener.IsPending);
    }

    [Fact]
    public async Task Somebody_elses_session_id_is_of_no_use()
    {
        await using var listener = Listen();
        using var victim = await RawPeer.ConnectAsync(listener.LocalEndPoint);
        await victim.BeginAsync();
        using var server = await AcceptAsync(listener);
        using var thief = await RawPeer.ConnectAsync(listener.LocalEndPoint);
        await thief.SendAsync(thief.MakeEarly(victim.ServerKey, session: victim.Session));
        Assert.Equal(RefusalReason.UnknownSession, V2Fields.RefusedReason(await thief.ReceiveAsync(V2Packets.RefusedLength)));
        await victim.SendAsync(RawPeer.Frame(FrameType.Data, 1));
        Assert.Equal(1, await server.ReadAsync(new byte[9]).AsTask().WaitAsync(Pair.Patience));
    }

    [Fact]
    public async Task If_the_connection_fails_before_the_answer_the_session_goes_on_and_nothing_comes_twice()
    {
        using var listen = RawPeer.Listen();
        var (client, first, early) = await BeginAsync(listen);
        await first.ReceiveFrameAsync(FrameType.Data);
        first.Reset();

        // This server has taken the session.
        using var second = await RawPeer.AcceptAsync(listen);
        Assert.Equal(early, await second.ReceiveEarlyAsync());
        var challenge = V2Packets.Challenge(new byte[32], 3);
        second.Keys!.SignAsServer(challenge, early);
        await second.SendAsync(challenge);
        var confirm = await second.ReceiveAsync(V2Packets.ConfirmLength);
        Assert.True(second.Keys.IsFromClient(confirm, early, challenge));
        Assert.Equal(3, V2Fields.ConfirmStart(confirm));
        Assert.Equal("st"u8.ToArray(), await second.ReceiveFrameAsync(FrameType.Data));
        Assert.Null(client.Session.Opening);
        client.Abort();
    }

    [Fact]
    public async Task If_the_first_packet_was_lost_the_same_one_begins_the_session()
    {
        using var listen = RawPeer.Listen();
        var (client, first, early) = await BeginAsync(listen);
        first.Reset();
        using var second = await RawPeer.AcceptAsync(listen);
        Assert.Equal(early, await second.ReceiveEarlyAsync());
        await second.SendAsync(second.EarlyAck());
        Assert.Equal("first"u8.ToArray(), await second.ReceiveFrameAsync(FrameType.Data));
        client.Abort();
    }

    [Fact]
    public async Task A_server_that_was_restarted_in_between_may_have_taken_it_so_it_is_lost()
    {
        using var listen = RawPeer.Listen();
        var (client, first, _) = await BeginAsync(listen);
        first.Reset();
        var read = client.ReadAsync(new byte[1]).AsTask();

        // A name may for a while lead to another host, so that one answer is not enough.
        for (var i = 0; i < 3; i++)
        {
            Assert.False(read.IsCompleted);
            using var next = await RawPeer.AcceptAsync(listen);
            await next.ReceiveEarlyAsync();
            await next.SendAsync(V2Packets.Refused(RefusalReason.UnknownKey, SessionId.NewRandom(), 0));
        }

        var error = await Assert.ThrowsAsync<SessionLostException>(() => read.WaitAsync(Pair.Patience));
        Assert.Equal(SessionLossReason.ServerRestarted, error.Reason);
    }

    [Fact]
    public async Task A_server_that_has_only_changed_its_key_would_know_it_so_it_begins_anew()
    {
        using var listen = RawPeer.Listen();
        var (client, first, _) = await BeginAsync(listen);
        first.Reset();
        using var second = await RawPeer.AcceptAsync(listen);
        await second.ReceiveEarlyAsync();
        await second.SendAsync(V2Packets.Refused(RefusalReason.UnknownKey, Boot, 0));
        using var third = await RawPeer.AcceptAsync(listen);
        await third.TakeNewAsync(SessionId.NewRandom(), Boot);
        Assert.Equal("first"u8.ToArray(), await third.ReceiveFrameAsync(FrameType.Data));
        Assert.Equal(third.Session.ToString(), client.SessionId);
        client.Abort();
    }

    [Fact]
    public async Task An_answer_from_somebody_else_ends_the_session()
    {
        using var listen = RawPeer.Listen();
        var (client, server, early) = await BeginAsync(listen);
        var read = client.ReadAsync(new byte[1]).AsTask();
        var ack = server.EarlyAck();
        ack[^1] ^= 1;
        await server.SendAsync(ack);
        await Assert.ThrowsAsync<SessionAbortedException>(() => read.WaitAsync(Pair.Patience));
        Assert.Null(KnownServers.Find(new ServerName(_name, listen.LocalEndPoint!), TimeProvider.System));
        server.Dispose();
    }

    [Fact]
    public async Task Something_else_on_the_port_ends_the_session()
    {
        using var listen = RawPeer.Listen();
        var (client, server, _) = await BeginAsync(listen);
        await server.SendAsync("SSH-2.0-OpenSSH_9.2p1\r\n"u8.ToArray());
        await Assert.ThrowsAsync<SessionAbortedException>(() => client.ReadAsync(new byte[1]).AsTask().WaitAsync(Pair.Patience));
        Assert.Null(KnownServers.Find(new ServerName(_name, listen.LocalEndPoint!), TimeProvider.System));
        server.Dispose();
    }

    [Fact]
    public async Task A_server_with_too_many_sessions_says_so()
    {
        await using var listener = Listen(Pair.Options with { MaxSessions = 1 });
        await MeetAsync(listener);
        await Pair.EventuallyAsync(() => listener.SessionCount == 0);
        using var first = await DialAsync(listener.LocalEndPoint);
        await first.WriteAsync(new byte[1]);
        await AcceptAsync(listener);
        var second = await DialAsync(listener.LocalEndPoint);
        var error = await Assert.ThrowsAsync<HandshakeException>(() => second.ReadAsync(new byte[1]).AsTask().WaitAsync(Pair.Patience));
        Assert.True(error.IsTransient);
        Assert.Equal(1, listener.SessionCount);
        first.Abort();
    }

    [Fact]
    public async Task A_server_that_does_not_answer_is_given_up()
    {
        using var listen = RawPeer.Listen();
        var time = new ManualTime();
        var options = Pair.Options with { TimeProvider = time };
        var connecting = DialAsync(listen.LocalEndPoint!, options);
        using var server = await RawPeer.AcceptAsync(listen);
        await server.TakeNewAsync(SessionId.NewRandom(), Boot);
        using var known = await connecting;
        await server.SendAsync(RawPeer.Frame(FrameType.EarlyOffer, 0, 1, 0, 0), RawPeer.Frame(FrameType.Data, 1));
        await known.ReadAsync(new byte[1]).AsTask().WaitAsync(Pair.Patience);
        known.Abort();

        var client = await DialAsync(listen.LocalEndPoint!, options);
        var read = client.ReadAsync(new byte[1]).AsTask();
        await time.AdvanceUntilAsync(() => read.IsCompleted);
        Assert.True((await Assert.ThrowsAsync<HandshakeException>(() => read)).IsTransient);
        Assert.Null(KnownServers.Find(new ServerName(_name, listen.LocalEndPoint!), time));
    }

    [Fact]
    public void What_is_known_of_a_server_is_forgotten_in_time()
    {
        var time = new ManualTime();
        var name = new ServerName(_name, new IPEndPoint(IPAddress.Loopback, 7));
        var server = new KnownServer(new byte[64], Boot, 1000, TimeSpan.FromMinutes(1));
        KnownServers.Remember(name, server, TimeSpan.FromSeconds(100), time);
        time.Advance(TimeSpan.FromSeconds(99));
        Assert.Same(server, KnownServers.Find(name, time));
        time.Advance(TimeSpan.FromSeconds(2));
        Assert.Null(KnownServers.Find(name, time));
    }

    [Fact]
    public void A_key_pair_takes_each_session_once_and_is_replaced_when_it_has_taken_many()
    {
        using var ring = new KeyRing();
        var first = ring.Current(TimeProvider.System);
        var early = Enumerable.Range(0, 65_536).Select(i => new SessionId((UInt128)i)).ToList();
        Assert.All(early, id => Assert.True(first.TryBeginEarly(id)));
        Assert.False(first.TryBeginEarly(early[0]));
        Assert.False(first.TryBeginEarly(new SessionId(UInt128.MaxValue)));
        var second = ring.Current(TimeProvider.System);
        Assert.NotSame(first, second);
        Assert.Same(first, ring.Find(first.Id, TimeProvider.System));
        Assert.Same(second, ring.Find(second.Id, TimeProvider.System));
        Assert.True(first.HasBegunEarly(early[7]));
        Assert.False(second.HasBegunEarly(early[7]));
    }
}
