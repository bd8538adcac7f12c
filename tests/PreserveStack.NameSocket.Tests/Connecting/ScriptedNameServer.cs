// SPDX-License-Identifier: MIT
using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using Xunit;

namespace PreserveStack.NameSocket.Tests.Connecting;

/// <summary>A name server on a loopback port, UDP and TCP, that answers as a test says: any number of messages per query.</summary>
internal sealed class ScriptedNameServer : IAsyncDisposable
{
    private readonly Socket _udp = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
    private readonly Socket _tcp = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly CancellationTokenSource _end = new();
    private readonly Task _loops;

    public ScriptedNameServer(Func<byte[], IEnumerable<byte[]>> overUdp, Func<byte[], IEnumerable<byte[]>>? overTcp = null)
    {
        _tcp.Bind(new IPEndPoint(LoopbackAddress.Any(), 0));
        _tcp.Listen();
        EndPoint = (IPEndPoint)_tcp.LocalEndPoint!;
        _udp.Bind(EndPoint);
        _loops = Task.WhenAll(Task.Run(() => ServeUdpAsync(overUdp)), Task.Run(() => ServeTcpAsync(overTcp ?? (_ => []))));
    }

    public IPEndPoint EndPoint { get; }

    /// <summary>The queries over UDP and the ports they came from.</summary>
    public List<(byte[] Message, int Port)> Queries { get; } = [];

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _loops.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _udp.Dispose();
        _tcp.Dispose();
        _end.Dispose();
        Assert.True(_loops.IsCanceled, _loops.Exception?.ToString());
    }

    private async Task ServeUdpAsync(Func<byte[], IEnumerable<byte[]>> answer)
    {
        byte[] buffer = new byte[512];
        while (true)
        {
            SocketReceiveFromResult received = await _udp.ReceiveFromAsync(buffer, new IPEndPoint(IPAddress.Any, 0), _end.Token);
            byte[] query = buffer[..received.ReceivedBytes];
            lock (Queries)
            {
                Queries.Add((query, ((IPEndPoint)received.RemoteEndPoint).Port));
            }

            foreach (byte[] message in answer(query))
            {
                await _udp.SendToAsync(message, received.RemoteEndPoint, _end.Token);
            }
        }
    }

    private async Task ServeTcpAsync(Func<byte[], IEnumerable<byte[]>> answer)
    {
        while (true)
        {
            using Socket peer = await _tcp.AcceptAsync(_end.Token);
            using var stream = new NetworkStream(peer);
            byte[] prefix = new byte[2];
            await stream.ReadExactlyAsync(prefix, _end.Token);
            byte[] query = new byte[BinaryPrimitives.ReadUInt16BigEndian(prefix)];
            await stream.ReadExactlyAsync(query, _end.Token);
            foreach (byte[] part in answer(query))
            {
                await stream.WriteAsync(part, _end.Token);
            }
        }
    }
}
