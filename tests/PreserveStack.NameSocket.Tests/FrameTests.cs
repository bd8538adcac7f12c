// SPDX-License-Identifier: MIT
using System.Net;
using Xunit;

namespace PreserveStack.NameSocket.Tests;

public sealed class FrameTests
{
    public static TheoryData<string, string> Malformed => new()
    {
        { "DATA without a payload", "00000000" },
        { "DATA that is too long", "00100001" },
        { "ACK that is too short", "01000004 00000000" },
        { "ACK of what was never sent", "01000008 0000000000000001" },
        { "ACK with a negative number", "01000008 ffffffffffffffff" },
        { "PING that is too long", "02000009 000000000000000000" },
        { "PONG without a payload", "03000000" },
        { "FIN behind the data", "05000008 0000000000000005" },
        { "FIN with a negative length", "05000008 8000000000000000" },
        { "FIN that is too short", "05000004 00000000" },
        { "ABORT that is too long", "06000005 0000000000" },
        { "DATA after FIN", "05000008 0000000000000000 00000001 61" },
        { "a type that does not exist", "07000000" },
        { "the start of another protocol", "47455420 2f204854" },
        { "an extension that is too long", "80001001" },
        { "addresses that are too many", "04000131" },
    };

    [Theory]
    [MemberData(nameof(Malformed))]
    public async Task A_malformed_frame_ends_the_session_and_the_peer_is_told(string what, string hex)
    {
        Assert.NotEmpty(what);
        await using var listener = NameSocketListener.Bind(new IPEndPoint(IPAddress.Loopback, 0), Pair.Options);
        using var peer = await RawPeer.ConnectAsync(listener.LocalEndPoint);
        await peer.BeginAsync();
        var server = await listener.AcceptAsync().AsTask().WaitAsync(Pair.Patience);
        await peer.SendAsync(Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal)));
        var last = await peer.ReceiveToEndAsync();
        Assert.Equal(RawPeer.Frame(FrameType.Abort, 0, 0, 0, 1), last[^8..]);
        var error = await Assert.ThrowsAsync<SessionAbortedException>(async () => await server.WriteAsync(new byte[1]));
        Assert.Equal(AbortReason.ProtocolError, error.Reason);
        Assert.False(error.ByPeer);
        await Pair.EventuallyAsync(() => listener.SessionCount == 0);
    }

    [Fact]
    public async Task Pings_are_answered_though_the_application_does_not_read()
    {
        await using var listener = NameSocketListener.Bind(new IPEndPoint(IPAddress.Loopback, 0), Pair.Options);
        using var peer = await RawPeer.ConnectAsync(listener.LocalEndPoint);
        await peer.BeginAsync();
        using var server = await listener.AcceptAsync().AsTask().WaitAsync(Pair.Patience);
        await peer.SendAsync(RawPeer.Frame(FrameType.Data, 1, 2, 3), RawPeer.Number(FrameType.Ping, 77));
        Assert.Equal(RawPeer.Number(FrameType.Pong, 77)[4..], await peer.ReceiveFrameAsync(FrameType.Pong));
    }

    [Fact]
    public async Task Acknowledgements_say_what_was_read_not_what_has_come()
    {
        await using var listener = NameSocketListener.Bind(new IPEndPoint(IPAddress.Loopback, 0), Pair.Options);
        using var peer = await RawPeer.ConnectAsync(listener.LocalEndPoint);
        await peer.BeginAsync();
        using var server = await listener.AcceptAsync().AsTask().WaitAsync(Pair.Patience);
        await peer.SendAsync(RawPeer.Frame(FrameType.Data, 1, 2, 3, 4, 5));
        Assert.Equal(2, await server.ReadAsync(new byte[2]).AsTask().WaitAsync(Pair.Patience));
        Assert.Equal(RawPeer.Number(FrameType.Ack, 2)[4..], await peer.ReceiveFrameAsync(FrameType.Ack));
        Assert.Equal(3, await server.ReadAsync(new byte[9]).AsTask().WaitAsync(Pair.Patience));
        Assert.Equal(RawPeer.Number(FrameType.Ack, 5)[4..], await peer.ReceiveFrameAsync(FrameType.Ack));
    }

    [Fact]
    public async Task Extensions_are_skipped_and_unknown_abort_reasons_understood()
    {
        await using var listener = NameSocketListener.Bind(new IPEndPoint(IPAddress.Loopback, 0), Pair.Options);
        using var peer = await RawPeer.ConnectAsync(listener.LocalEndPoint);
        await peer.BeginAsync();
        var server = await listener.AcceptAsync().AsTask().WaitAsync(Pair.Patience);
        await peer.SendAsync(RawPeer.Frame((FrameType)0x90, 9, 9), RawPeer.Frame(FrameType.Data, 42), RawPeer.Frame(FrameType.Abort, 0, 0, 0, 99));
        var buffer = new byte[10];
        Assert.Equal(1, await server.ReadAsync(buffer).AsTask().WaitAsync(Pair.Patience));
        Assert.Equal(42, buffer[0]);
        var error = await Assert.ThrowsAsync<SessionAbortedException>(() => Drain(server).WaitAsync(Pair.Patience));
        Assert.True(error.ByPeer);
        Assert.Equal(AbortReason.Application, error.Reason);
    }

    [Fact]
    public async Task A_peer_that_sends_beyond_the_window_is_cut_off()
    {
        await using var listener = NameSocketListener.Bind(new IPEndPoint(IPAddress.Loopback, 0), Pair.Options with { ReceiveWindow = 1000 });
        using var peer = await RawPeer.ConnectAsync(listener.LocalEndPoint);
        await peer.BeginAsync();
        var server = await listener.AcceptAsync().AsTask().WaitAsync(Pair.Patience);
        await peer.SendAsync(RawPeer.Frame(FrameType.Data, new byte[1001]));
        var last = await peer.ReceiveToEndAsync();
        Assert.Equal(RawPeer.Frame(FrameType.Abort, 0, 0, 0, 1), last[^8..]);
        await Pair.EventuallyAsync(() => server.State == NameSocketState.Closed);
    }

    [Fact]
    public async Task Nothing_is_sent_beyond_the_peers_window()
    {
        await using var listener = NameSocketListener.Bind(new IPEndPoint(IPAddress.Loopback, 0), Pair.Options);
        using var peer = await RawPeer.ConnectAsync(listener.LocalEndPoint);
        await peer.BeginAsync(window: 100);
        using var server = await listener.AcceptAsync().AsTask().WaitAsync(Pair.Patience);
        await server.WriteAsync(new byte[150]);
        Assert.Equal(100, (await peer.ReceiveFrameAsync(FrameType.Data)).Length);
        await peer.SendAsync(RawPeer.Number(FrameType.Ack, 30));
        Assert.Equal(30, (await peer.ReceiveFrameAsync(FrameType.Data)).Length);
        await peer.SendAsync(RawPeer.Number(FrameType.Ack, 130));
        Assert.Equal(20, (await peer.ReceiveFrameAsync(FrameType.Data)).Length);
    }

    private static async Task Drain(NameSocket socket)
    {
        var buffer = new byte[100];
        while (true)
        {
            await socket.ReadAsync(buffer);
            await Task.Yield();
        }
    }
}
