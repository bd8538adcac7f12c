// SPDX-License-Identifier: MIT
using System.Net;
using System.Security.Cryptography;
using Xunit;

namespace PreserveStack.NameSocket.Tests;

public sealed class HandshakeTests
{
    private static NameSocketListener Listen(NameSocketOptions? options = null) =>
        NameSocketListener.Bind(new IPEndPoint(IPAddress.Loopback, 0), options ?? Pair.Options);

    private static Task<NameSocket> Dial(System.Net.Sockets.Socket listen, NameSocketOptions? options = null) =>
        NameSocket.ConnectAsync(new Loopback((IPEndPoint)listen.LocalEndPoint!), options ?? Pair.Options, CancellationToken.None);

    [Theory]
    [InlineData("47455420")]
    [InlineData("4e530301")]
    [InlineData("4e530209")]
    [InlineData("4e530202")]
    [InlineData("4e530105")]
    public async Task A_listener_closes_without_a_word_on_what_it_does_not_know(string hex)
    {
        await using var listener = Listen();
        using var peer = await RawPeer.ConnectAsync(listener.LocalEndPoint);
        await peer.SendAsync(Convert.FromHexString(hex));
        Assert.Empty(await peer.ReceiveToEndAsync());
        Assert.Equal(0, listener.SessionCount);
    }

    [Fact]
    public async Task A_public_key_that_is_no_point_of_the_curve_is_not_taken()
    {
        await using var listener = Listen();
        using var peer = await RawPeer.ConnectAsync(listener.LocalEndPoint);
        await peer.SendAsync(V2Packets.New(1000, new byte[32], Enumerable.Repeat((byte)7, 64).ToArray()));
        Assert.Empty(await peer.ReceiveToEndAsync());
    }

    [Fact]
    public async Task A_window_of_nothing_is_not_taken()
    {
        await using var listener = Listen();
        using var keys = new KeyAgreement();
        using var peer = await RawPeer.ConnectAsync(listener.LocalEndPoint);
        await peer.SendAsync(V2Packets.New(0, new byte[32], keys.PublicKey));
        Assert.Empty(await peer.ReceiveToEndAsync());
    }

    [Fact]
    public async Task Who_does_not_know_the_key_cannot_resume_and_learns_nothing()
    {
        await using var pair = await Pair.CreateAsync();
        var id = pair.Server.Session.Profile.Id;
        using var thief = await RawPeer.ConnectAsync(pair.Listener.LocalEndPoint);
        var resume = V2Packets.Resume(id, RandomNumberGenerator.GetBytes(32), 0);
        new SessionKeys(new byte[32], new byte[32]).SignAsClient(resume);
        await thief.SendAsync(resume);
        var answer = await thief.ReceiveToEndAsync();
        using var stranger = await RawPeer.ConnectAsync(pair.Listener.LocalEndPoint);
        await stranger.SendAsync(V2Packets.Resume(SessionId.NewRandom(), new byte[32], 0));
        Assert.Equal(await stranger.ReceiveToEndAsync(), answer);
        Assert.Equal(RefusalReason.UnknownSession, V2Fields.RefusedReason(answer));
        await AssertAlive(pair);
    }

    [Fact]
    public async Task A_recorded_resume_cannot_be_played_again()
    {
        await using var listener = Listen();
        using var first = await RawPeer.ConnectAsync(listener.LocalEndPoint);
        await first.BeginAsync();
        using var server = await listener.AcceptAsync().AsTask().WaitAsync(Pair.Patience);
        using var second = await RawPeer.ConnectAsync(listener.LocalEndPoint);
        var (resume, _, confirm) = await second.ResumeAsync(first.Session, first.Keys!, 0, 0);
        await server.WriteAsync("x"u8.ToArray());
        Assert.Equal("x"u8.ToArray(), await second.ReceiveFrameAsync(FrameType.Data));

        using var replay = await RawPeer.ConnectAsync(listener.LocalEndPoint);
        await replay.SendAsync(resume);
        await replay.ReceiveAsync(V2Packets.ChallengeLength);
        await replay.SendAsync(confirm);
        Assert.Empty(await replay.ReceiveToEndAsync());
        await server.WriteAsync("y"u8.ToArray());
        Assert.Equal("y"u8.ToArray(), await second.ReceiveFrameAsync(FrameType.Data));
    }

    [Fact]
    public async Task A_confirm_that_comes_after_one_to_a_later_challenge_changes_nothing()
    {
        await using var listener = Listen();
        using var first = await RawPeer.ConnectAsync(listener.LocalEndPoint);
        await first.BeginAsync();
        using var server = await listener.AcceptAsync().AsTask().WaitAsync(Pair.Patience);
        using var delayed = await RawPeer.ConnectAsync(listener.LocalEndPoint);
        var (_, _, late) = await delayed.PrepareResumeAsync(first.Session, first.Keys!, 0, 0);
        using var current = await RawPeer.ConnectAsync(listener.LocalEndPoint);
        await current.ResumeAsync(first.Session, first.Keys!, 0, 0);
        await server.WriteAsync("abc"u8.ToArray());
        Assert.Equal("abc"u8.ToArray(), await current.ReceiveFrameAsync(FrameType.Data));
        await current.SendAsync(RawPeer.Number(FrameType.Ack, 3));
        await Pair.EventuallyAsync(() => server.UnconfirmedBytes == 0);

        // Its counter is by now below what is kept.
        await delayed.SendAsync(late);
        Assert.Empty(await delayed.ReceiveToEndAsync());
        await server.WriteAsync("def"u8.ToArray());
        Assert.Equal("def"u8.ToArray(), await current.ReceiveFrameAsync(FrameType.Data));
    }

    [Fact]
    public async Task A_resume_that_stops_before_confirm_changes_nothing()
    {
        await using var listener = Listen();
        using var first = await RawPeer.ConnectAsync(listener.LocalEndPoint);
        await first.BeginAsync();
        using var server = await listener.AcceptAsync().AsTask().WaitAsync(Pair.Patience);
        using var second = await RawPeer.ConnectAsync(listener.LocalEndPoint);
        var resume = V2Packets.Resume(first.Session, new byte[32], 0);
        first.Keys!.SignAsClient(resume);
        await second.SendAsync(resume);
        await second.ReceiveAsync(V2Packets.ChallengeLength);
        await server.WriteAsync("z"u8.ToArray());
        Assert.Equal("z"u8.ToArray(), await first.ReceiveFrameAsync(FrameType.Data));
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(5, 0)]
    [InlineData(-1, 0)]
    [InlineData(0, -1)]
    public async Task A_resume_with_counters_that_do_not_fit_ends_the_session(long received, long start)
    {
        await using var listener = Listen();
        using var first = await RawPeer.ConnectAsync(listener.LocalEndPoint);
        await first.BeginAsync();
        var server = await listener.AcceptAsync().AsTask().WaitAsync(Pair.Patience);
        using var second = await RawPeer.ConnectAsync(listener.LocalEndPoint);
        await second.ResumeAsync(first.Session, first.Keys!, received, start);
        await second.ReceiveToEndAsync();
        await first.ReceiveToEndAsync();
        await Pair.EventuallyAsync(() => server.State == NameSocketState.Closed);
    }

    [Fact]
    public async Task What_came_over_the_old_connection_during_the_resume_is_not_delivered_twice()
    {
        await using var listener = Listen();
        using var first = await RawPeer.ConnectAsync(listener.LocalEndPoint);
        await first.BeginAsync();
        using var server = await listener.AcceptAsync().AsTask().WaitAsync(Pair.Patience);
        await first.SendAsync(RawPeer.Frame(FrameType.Data, 1, 2, 3));
        var buffer = new byte[10];
        Assert.Equal(3, await server.ReadAsync(buffer).AsTask().WaitAsync(Pair.Patience));
        using var second = await RawPeer.ConnectAsync(listener.LocalEndPoint);
        await second.ResumeAsync(first.Session, first.Keys!, 0, 1);
        await second.SendAsync(RawPeer.Frame(FrameType.Data, 2), RawPeer.Frame(FrameType.Data, 3, 4, 5));
        Assert.Equal(2, await server.ReadAsync(buffer).AsTask().WaitAsync(Pair.Patience));
        Assert.Equal([4, 5], buffer[..2]);
    }

    [Fact]
    public async Task A_server_that_was_restarted_is_believed_after_three_answers()
    {
        using var listen = RawPeer.Listen();
        var connecting = Dial(listen);
        using var first = await RawPeer.AcceptAsync(listen);
        await first.TakeNewAsync(SessionId.NewRandom(), SessionId.NewRandom());
        var client = await connecting.WaitAsync(Pair.Patience);
        var read = client.ReadAsync(new byte[1]).AsTask();
        first.Reset();
        for (var i = 0; i < 3; i++)
        {
            Assert.False(read.IsCompleted);
            using var next = await RawPeer.AcceptAsync(listen);
            await next.ReceiveAsync(V2Packets.ResumeLength);
            await next.SendAsync(V2Packets.Refused(RefusalReason.UnknownSession, SessionId.NewRandom(), 0));
        }

        var error = await Assert.ThrowsAsync<SessionLostException>(() => read.WaitAsync(Pair.Patience));
        Assert.Equal(SessionLossReason.ServerRestarted, error.Reason);
        Assert.False(error.IsTransient);
    }

    [Fact]
    public async Task A_refusal_with_the_sessions_key_is_believed_at_once()
    {
        using var listen = RawPeer.Listen();
        var connecting = Dial(listen);
        var boot = SessionId.NewRandom();
        using var first = await RawPeer.AcceptAsync(listen);
        await first.TakeNewAsync(SessionId.NewRandom(), boot);
        var client = await connecting.WaitAsync(Pair.Patience);
        var read = client.ReadAsync(new byte[1]).AsTask();
        first.Reset();
        using var next = await RawPeer.AcceptAsync(listen);
        var resume = await next.ReceiveAsync(V2Packets.ResumeLength);
        var refused = V2Packets.Refused(RefusalReason.UnknownSession, boot, 0);
        first.Keys!.SignAsServer(refused, resume);
        await next.SendAsync(refused);
        var error = await Assert.ThrowsAsync<SessionLostException>(() => read.WaitAsync(Pair.Patience));
        Assert.Equal(SessionLossReason.UnknownToServer, error.Reason);
    }

    [Fact]
    public async Task A_challenge_from_somebody_else_is_not_answered()
    {
        using var listen = RawPeer.Listen();
        var connecting = Dial(listen);
        using var first = await RawPeer.AcceptAsync(listen);
        await first.TakeNewAsync(SessionId.NewRandom(), SessionId.NewRandom());
        using var client = await connecting.WaitAsync(Pair.Patience);
        first.Reset();
        using var impostor = await RawPeer.AcceptAsync(listen);
        await impostor.ReceiveAsync(V2Packets.ResumeLength);
        await impostor.SendAsync(V2Packets.Challenge(new byte[32], 0));
        Assert.Empty(await impostor.ReceiveToEndAsync());

        // The next one is right: the session goes on.
        using var right = await RawPeer.AcceptAsync(listen);
        var resume = await right.ReceiveAsync(V2Packets.ResumeLength);
        var challenge = V2Packets.Challenge(new byte[32], 0);
        first.Keys!.SignAsServer(challenge, resume);
        await right.SendAsync(challenge);
        var confirm = await right.ReceiveAsync(V2Packets.ConfirmLength);
        Assert.True(first.Keys.IsFromClient(confirm, resume, challenge));
        await right.SendAsync(RawPeer.Frame(FrameType.Data, 8));
        Assert.Equal(1, await client.ReadAsync(new byte[4]).AsTask().WaitAsync(Pair.Patience));
        client.Abort();
    }

    [Fact]
    public async Task A_new_ack_that_was_tampered_with_is_not_taken()
    {
        using var listen = RawPeer.Listen();
        var connecting = Dial(listen);
        using var peer = await RawPeer.AcceptAsync(listen);
        await peer.ReceiveAsync(V2Packets.NewLength);
        using var keys = new KeyAgreement();
        await peer.SendAsync(V2Packets.NewAck(1000, SessionId.NewRandom(), SessionId.NewRandom(), TimeSpan.FromMinutes(1), new byte[32], keys.PublicKey));
        var error = await Assert.ThrowsAsync<HandshakeException>(() => connecting.WaitAsync(Pair.Patience));
        Assert.False(error.IsTransient);
    }

    [Fact]
    public async Task More_sessions_than_allowed_are_refused_and_the_client_told()
    {
        await using var listener = Listen(Pair.Options with { MaxSessions = 1 });
        using var first = await NameSocket.ConnectAsync(new Loopback(listener.LocalEndPoint), Pair.Options, CancellationToken.None);
        var error = await Assert.ThrowsAsync<HandshakeException>(() =>
            NameSocket.ConnectAsync(new Loopback(listener.LocalEndPoint), Pair.Options, CancellationToken.None));
        Assert.True(error.IsTransient);
        Assert.Equal(1, listener.SessionCount);
        first.Abort();
    }

    [Fact]
    public async Task A_server_that_does_not_answer_is_given_up()
    {
        using var listen = RawPeer.Listen();
        var time = new ManualTime();
        var connecting = Dial(listen, Pair.Options with { TimeProvider = time });
        using var peer = await RawPeer.AcceptAsync(listen);
        await peer.ReceiveAsync(V2Packets.NewLength);
        await time.AdvanceUntilAsync(() => connecting.IsCompleted);
        Assert.True((await Assert.ThrowsAsync<HandshakeException>(() => connecting)).IsTransient);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(20)]
    public async Task A_connection_that_is_reset_in_the_handshake_is_tried_again_in_the_same_version(int answered)
    {
        using var listen = RawPeer.Listen();
        var connecting = Dial(listen, Pair.Options with { OldestVersion = 1 });
        using (var cut = await RawPeer.AcceptAsync(listen))
        {
            await cut.ReceiveAsync(V2Packets.NewLength);
            await cut.SendAsync(V2Packets.NewAck(1000, SessionId.NewRandom(), SessionId.NewRandom(), TimeSpan.FromMinutes(1), new byte[32], new byte[32])[..answered]);
            cut.Reset();
        }

        using var peer = await RawPeer.AcceptAsync(listen);
        await peer.TakeNewAsync(SessionId.NewRandom(), SessionId.NewRandom());
        using var client = await connecting.WaitAsync(Pair.Patience);
        Assert.Equal(2, client.Version);
        client.Abort();
    }

    [Fact]
    public async Task A_connection_that_falls_silent_in_the_handshake_leaves_time_for_another()
    {
        using var listen = RawPeer.Listen();
        var time = new ManualTime();
        var connecting = Dial(listen, Pair.Options with { TimeProvider = time });
        using var silent = await RawPeer.AcceptAsync(listen);
        await silent.ReceiveAsync(V2Packets.NewLength);
        Assert.Equal(2, time.Timers);
        time.Advance(Pair.Options.HandshakeTimeout / 3);

        // One for the whole is left; then there is one for the pause as well.
        await Pair.EventuallyAsync(() => time.Timers == 2);
        time.Advance(TimeSpan.FromMilliseconds(50));
        using var peer = await RawPeer.AcceptAsync(listen);
        await peer.TakeNewAsync(SessionId.NewRandom(), SessionId.NewRandom());
        using var client = await connecting.WaitAsync(Pair.Patience);
        Assert.Equal(peer.Remote, client.LocalEndPoint);
        client.Abort();
    }

    [Fact]
    public async Task A_client_that_does_not_finish_its_handshake_is_closed()
    {
        var time = new ManualTime();
        await using var listener = Listen(Pair.Options with { TimeProvider = time });
        using var peer = await RawPeer.ConnectAsync(listener.LocalEndPoint);
        await peer.SendAsync(V2Packets.New(1000, new byte[32], new byte[64])[..50]);
        var end = peer.ReceiveToEndAsync();
        await time.AdvanceUntilAsync(() => end.IsCompleted);
        Assert.Empty(await end);
    }

    private static async Task AssertAlive(Pair pair)
    {
        await pair.Client.WriteAsync("alive"u8.ToArray());
        Assert.Equal(5, await pair.Server.ReadAsync(new byte[9]).AsTask().WaitAsync(Pair.Patience));
    }
}
