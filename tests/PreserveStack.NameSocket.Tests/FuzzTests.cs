// SPDX-License-Identifier: MIT
using System.Net;
using Xunit;

namespace PreserveStack.NameSocket.Tests;

public sealed class FuzzTests
{
    public static TheoryData<int> Seeds => [.. Enumerable.Range(0, 40)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task Random_frames_end_in_data_or_in_an_abort_and_leave_nothing_behind(int seed)
    {
        var random = new Random(seed);
        await using var listener = NameSocketListener.Bind(new IPEndPoint(IPAddress.Loopback, 0), Pair.Options with { ReceiveWindow = 1 << 21 });
        using var peer = await RawPeer.ConnectAsync(listener.LocalEndPoint);
        await peer.BeginAsync();
        var server = await listener.AcceptAsync().AsTask().WaitAsync(Pair.Patience);
        var sent = SendNoiseAsync(peer, random);
        await Assert.ThrowsAnyAsync<Exception>(async () =>
        {
            var buffer = new byte[500];
            while (await server.ReadAsync(buffer).AsTask().WaitAsync(Pair.Patience) >= 0)
            {
                await server.WriteAsync(buffer.AsMemory(0, 1));
            }
        });
        await sent;
        await Pair.EventuallyAsync(() => listener.SessionCount == 0);
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task Random_handshakes_do_not_disturb_a_listener(int seed)
    {
        var random = new Random(seed);
        await using var pair = await Pair.CreateAsync();
        for (var i = 0; i < 10; i++)
        {
            using var peer = await RawPeer.ConnectAsync(pair.Listener.LocalEndPoint);
            var bytes = new byte[random.Next(4, 200)];
            random.NextBytes(bytes);
            if (random.Next(4) > 0)
            {
                PacketHeader.Write(bytes, (byte)random.Next(1, 3), (byte)random.Next(9));
            }

            await peer.SendAsync(bytes);
        }

        await pair.Client.WriteAsync(new byte[1]);
        Assert.Equal(1, await pair.Server.ReadAsync(new byte[10]).AsTask().WaitAsync(Pair.Patience));
    }

    [Fact]
    public void Parsers_take_any_bytes()
    {
        var random = new Random(1);
        var buffer = new byte[400];
        for (var i = 0; i < 20_000; i++)
        {
            var bytes = buffer.AsSpan(0, random.Next(buffer.Length));
            random.NextBytes(bytes);
            if (AddressList.TryParse(bytes, out var endPoints))
            {
                Assert.True(endPoints.Count <= Protocol.MaxAddresses);
            }

            if (bytes.Length >= 20 && V1Packets.TryParseResume(bytes[..20], out var key, out var received))
            {
                Assert.Equal(bytes[..20].ToArray(), V1Packets.Resume(key, received));
            }

            if (bytes.Length >= 4)
            {
                _ = FrameHeader.Read(bytes).IsValid;
            }
        }
    }

    private static async Task SendNoiseAsync(RawPeer peer, Random random)
    {
        try
        {
            for (var i = 0; i < 200; i++)
            {
                var type = (FrameType)random.Next(random.Next(10) == 0 ? 256 : 6);
                var payload = new byte[type is FrameType.Data ? random.Next(1, 2000) : random.Next(20) == 0 ? random.Next(20) : 8];
                if (random.Next(10) == 0)
                {
                    random.NextBytes(payload);
                }

                await peer.SendAsync(RawPeer.Frame(type, payload));
            }

            await peer.SendAsync(RawPeer.Frame((FrameType)0x7F));
        }
        catch (System.Net.Sockets.SocketException)
        {
            // The session has ended, as it may.
        }
    }
}
