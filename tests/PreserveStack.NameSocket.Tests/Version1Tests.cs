// SPDX-License-Identifier: MIT
using System.Net;
using System.Text;
using Xunit;

namespace PreserveStack.NameSocket.Tests;

public sealed class Version1Tests
{
    private static NameSocketOptions Both { get; } = Pair.Options with { OldestVersion = 1 };

    private static NameSocketOptions Old { get; } = Both with { NewestVersion = 1 };

    public static TheoryData<int> Seeds => [.. Enumerable.Range(0, 20)];

    [Fact]
    public async Task A_client_falls_back_to_a_server_that_knows_only_version_1()
    {
        await using var listener = NameSocketListener.Bind(new IPEndPoint(IPAddress.Loopback, 0), Old);
        var dialer = new Loopback(listener.LocalEndPoint);
        using var client = await NameSocket.ConnectAsync(dialer, Both, CancellationToken.None);
        using var server = await listener.AcceptAsync().AsTask().WaitAsync(Pair.Patience);
        Assert.Equal(2, dialer.Dials);
        Assert.Equal((1, 1), (client.Version, server.Version));
        await client.WriteAsync("helo"u8.ToArray());
        Assert.Equal(4, await server.ReadAsync(new byte[10]).AsTask().WaitAsync(Pair.Patience));
    }

    [Fact]
    public async Task A_client_that_wants_version_2_does_not_fall_back()
    {
        await using var listener = NameSocketListener.Bind(new IPEndPoint(IPAddress.Loopback, 0), Old);
        var dialer = new Loopback(listener.LocalEndPoint);
        await Assert.ThrowsAsync<HandshakeException>(() =>
            NameSocket.ConnectAsync(dialer, Pair.Options with { OldestVersion = 2 }, CancellationToken.None));
        Assert.Equal(1, dialer.Dials);
    }

    [Fact]
    public async Task A_server_that_wants_version_2_closes_on_version_1()
    {
        await using var listener = NameSocketListener.Bind(new IPEndPoint(IPAddress.Loopback, 0), Pair.Options with { OldestVersion = 2 });
        using var peer = await RawPeer.ConnectAsync(listener.LocalEndPoint);
        await peer.SendAsync(V1Packets.New());
        Assert.Empty(await peer.ReceiveToEndAsync());
    }

    [Fact]
    public async Task A_client_resumes_as_the_thesis_has_it()
    {
        using var listen = RawPeer.Listen();
        var connecting = NameSocket.ConnectAsync(new Loopback((IPEndPoint)listen.LocalEndPoint!), Old, CancellationToken.None);
        using var first = await RawPeer.AcceptAsync(listen);
        Assert.Equal(Convert.FromHexString("4e530101"), await first.ReceiveAsync(4));
        using var client = await connecting.WaitAsync(Pair.Patience);
        var key = new V1Key(first.Remote, first.Local);
        await first.SendAsync("abc"u8.ToArray());
        var buffer = new byte[10];
        Assert.Equal(3, await client.ReadAsync(buffer).AsTask().WaitAsync(Pair.Patience));
        await client.WriteAsync("come again\n"u8.ToArray());
        await first.ReceiveAsync(11);
        var read = client.ReadAsync(buffer).AsTask();
        first.Reset();

        using var second = await RawPeer.AcceptAsync(listen);
        Assert.Equal(V1Packets.Resume(key, 3), await second.ReceiveAsync(20));
        await second.SendAsync(V1Packets.ResumeAck(0), "d"u8.ToArray());
        Assert.Equal("come again\n", Encoding.ASCII.GetString(await second.ReceiveAsync(11)));
        Assert.Equal(1, await read.WaitAsync(Pair.Patience));
        client.Abort();
    }

    [Fact]
    public async Task A_server_resumes_as_the_thesis_has_it()
    {
        await using var listener = NameSocketListener.Bind(new IPEndPoint(IPAddress.Loopback, 0), Both);
        using var first = await RawPeer.ConnectAsync(listener.LocalEndPoint);
        var key = new V1Key(first.Local, first.Remote);
        await first.SendAsync(V1Packets.New(), "abc"u8.ToArray());
        using var server = await listener.AcceptAsync().AsTask().WaitAsync(Pair.Patience);
        Assert.Equal(3, await server.ReadAsync(new byte[10]).AsTask().WaitAsync(Pair.Patience));
        await server.WriteAsync("12345"u8.ToArray());
        await first.ReceiveAsync(5);

        using var second = await RawPeer.ConnectAsync(listener.LocalEndPoint);
        await second.SendAsync(V1Packets.Resume(key, 2));
        Assert.Equal(V1Packets.ResumeAck(3).Concat("345"u8.ToArray()), await second.ReceiveAsync(11));

        // The next resume goes by the names of the second connection.
        using var third = await RawPeer.ConnectAsync(listener.LocalEndPoint);
        await third.SendAsync(V1Packets.Resume(new V1Key(second.Local, second.Remote), 5));
        Assert.Equal(V1Packets.ResumeAck(3), await third.ReceiveAsync(8));
        await server.WriteAsync("6"u8.ToArray());
        Assert.Equal("6"u8.ToArray(), await third.ReceiveAsync(1));
    }

    [Fact]
    public async Task A_client_that_never_saw_RESUME_ACK_may_resume_by_the_old_name()
    {
        await using var listener = NameSocketListener.Bind(new IPEndPoint(IPAddress.Loopback, 0), Both);
        using var first = await RawPeer.ConnectAsync(listener.LocalEndPoint);
        var key = new V1Key(first.Local, first.Remote);
        await first.SendAsync(V1Packets.New());
        using var server = await listener.AcceptAsync().AsTask().WaitAsync(Pair.Patience);

        using var lost = await RawPeer.ConnectAsync(listener.LocalEndPoint);
        await lost.SendAsync(V1Packets.Resume(key, 0));
        await lost.ReceiveAsync(V1Packets.ResumeAckLength);
        using var again = await RawPeer.ConnectAsync(listener.LocalEndPoint);
        await again.SendAsync(V1Packets.Resume(key, 0));
        Assert.Equal(V1Packets.ResumeAck(0), await again.ReceiveAsync(V1Packets.ResumeAckLength));

        // Nobody uses the name of the lost connection any more, nor the first one once the client has used the next.
        using var wrong = await RawPeer.ConnectAsync(listener.LocalEndPoint);
        await wrong.SendAsync(V1Packets.Resume(new V1Key(lost.Local, lost.Remote), 0));
        Assert.Empty(await wrong.ReceiveToEndAsync());
        using var next = await RawPeer.ConnectAsync(listener.LocalEndPoint);
        await next.SendAsync(V1Packets.Resume(new V1Key(again.Local, again.Remote), 0));
        Assert.Equal(V1Packets.ResumeAck(0), await next.ReceiveAsync(V1Packets.ResumeAckLength));
        using var old = await RawPeer.ConnectAsync(listener.LocalEndPoint);
        await old.SendAsync(V1Packets.Resume(key, 0));
        Assert.Empty(await old.ReceiveToEndAsync());
    }

    [Fact]
    public async Task A_resume_of_an_unknown_session_is_closed()
    {
        await using var listener = NameSocketListener.Bind(new IPEndPoint(IPAddress.Loopback, 0), Both);
        using var peer = await RawPeer.ConnectAsync(listener.LocalEndPoint);
        await peer.SendAsync(V1Packets.Resume(new V1Key(IPEndPoint.Parse("[::1]:1"), IPEndPoint.Parse("[::1]:2")), 0));
        Assert.Empty(await peer.ReceiveToEndAsync());
    }

    [Fact]
    public async Task A_loss_that_is_not_kept_ends_the_session_rather_than_leave_a_hole()
    {
        await using var listener = NameSocketListener.Bind(new IPEndPoint(IPAddress.Loopback, 0), Both with { RetransmissionBuffer = 100 });
        using var first = await RawPeer.ConnectAsync(listener.LocalEndPoint);
        var key = new V1Key(first.Local, first.Remote);
        await first.SendAsync(V1Packets.New());
        var server = await listener.AcceptAsync().AsTask().WaitAsync(Pair.Patience);
        await server.WriteAsync(new byte[1000]);
        await first.ReceiveAsync(1000);
        using var second = await RawPeer.ConnectAsync(listener.LocalEndPoint);
        await second.SendAsync(V1Packets.Resume(key, 899));
        Assert.Empty(await second.ReceiveToEndAsync());
        var error = await Assert.ThrowsAsync<SessionLostException>(async () => await server.WriteAsync(new byte[1]));
        Assert.Equal(SessionLossReason.BytesMissing, error.Reason);
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task A_loss_within_what_is_kept_is_sent_again(int seed)
    {
        const int Length = 100_000;
        var random = new Random(seed);
        var options = Old with { RetransmissionBuffer = 4 * Length };
        await using var listener = NameSocketListener.Bind(new IPEndPoint(IPAddress.Loopback, 0), options);
        using var client = await NameSocket.ConnectAsync(new Loopback(listener.LocalEndPoint), options, CancellationToken.None);
        using var server = await listener.AcceptAsync().AsTask().WaitAsync(Pair.Patience);
        var cuts = new[] { (long)random.Next(Length), random.Next(Length) };
        Array.Sort(cuts);
        var next = 0;
        void Cut(long position)
        {
            if (next < cuts.Length && position >= cuts[next])
            {
                next++;
                client.Resume();
            }
        }

        Task[] all =
        [
            Traffic.SendAsync(client, Length, 1, new Random(seed + 1), Cut),
            SendOpenAsync(server, Length, 2),
            ReceiveExactlyAsync(client, Length, 2),
            Traffic.ReceiveAsync(server, 1, new Random(seed + 2)),
        ];

        // The first that fails tells why; the others would only wait.
        await foreach (var done in Task.WhenEach(all))
        {
            await done.WaitAsync(Pair.Patience);
        }
    }

    [Fact]
    public async Task A_peer_that_does_not_read_is_not_taken_for_a_dead_one()
    {
        var time = new ManualTime();
        await using var listener = NameSocketListener.Bind(new IPEndPoint(IPAddress.Loopback, 0), Old);
        var dialer = new Loopback(listener.LocalEndPoint);
        using var client = await NameSocket.ConnectAsync(dialer, Old with { TimeProvider = time }, CancellationToken.None);
        using var server = await listener.AcceptAsync().AsTask().WaitAsync(Pair.Patience);
        var writing = WriteUntilFailureAsync(client);

        // All that TCP may send has arrived, and more waits.
        await Pair.EventuallyAsync(() => client.Session.IsWriterWaiting
            && Interop.TryGetTcpInfo(client.Session.Current!.Socket, out var info) && info.Unacked == 0);
        time.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal(NameSocketState.Connected, client.State);
        Assert.Equal(1, dialer.Dials);
        client.Abort();
        await writing;
    }

    private static async Task WriteUntilFailureAsync(NameSocket socket) =>
        await Assert.ThrowsAsync<SessionAbortedException>(async () =>
        {
            while (true)
            {
                await socket.WriteAsync(new byte[64 * 1024]);
            }
        });

    private static async Task SendOpenAsync(NameSocket socket, int length, int salt)
    {
        var buffer = new byte[length];
        Traffic.Fill(buffer, 0, salt);
        await socket.WriteAsync(buffer);
    }

    private static async Task ReceiveExactlyAsync(NameSocket socket, int length, int salt)
    {
        var buffer = new byte[length];
        await socket.GetStream().ReadExactlyAsync(buffer);
        var expected = new byte[length];
        Traffic.Fill(expected, 0, salt);
        Assert.Equal(expected, buffer);
    }

    [Fact]
    public async Task A_plain_peer_is_spoken_with_only_where_that_was_chosen()
    {
        var open = Pair.Options with { AllowPlainTcp = true };
        await using var listener = NameSocketListener.Bind(new IPEndPoint(IPAddress.Loopback, 0), open);
        using var peer = await RawPeer.ConnectAsync(listener.LocalEndPoint);
        await peer.SendAsync("GE"u8.ToArray());
        using var server = await listener.AcceptAsync().AsTask().WaitAsync(Pair.Patience);
        Assert.Equal(0, server.Version);
        Assert.Equal(2, await server.ReadAsync(new byte[10]).AsTask().WaitAsync(Pair.Patience));
        await server.WriteAsync("hello"u8.ToArray());
        Assert.Equal("hello"u8.ToArray(), await peer.ReceiveAsync(5));
        peer.Reset();
        var error = await Assert.ThrowsAsync<SessionLostException>(() => server.ReadAsync(new byte[1]).AsTask().WaitAsync(Pair.Patience));
        Assert.Equal(SessionLossReason.NotResumable, error.Reason);
    }
}
