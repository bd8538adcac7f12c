// SPDX-License-Identifier: MIT
using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace PreserveStack.NameSocket.Connecting.Srv;

/// <summary>Carries questions to name servers: UDP, and TCP where the answer does not fit (RFC 1035 section 4.2).</summary>
internal sealed class DnsTransport(TimeProvider time)
{
    // Without EDNS0 no server may send more than 512 bytes; some do all the same.
    private const int MaxDatagram = 4096;

    // Datagrams that are no answer to the question; whoever sends so many wants to guess it or to waste time.
    private const int MaxStrays = 64;

    /// <summary>Asks one server; never fails but by cancellation.</summary>
    public async Task<DnsReply> AskAsync(DnsQuery query, IPEndPoint server, TimeSpan patience, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token);
        try
        {
            DnsReply reply = await AskOverUdpAsync(query, server, either.Token).ConfigureAwait(false);
            return reply.IsTruncated ? await AskOverTcpAsync(query, server, either.Token).ConfigureAwait(false) : reply;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new DnsReply(null, $"no answer within {patience.TotalSeconds:0.###} s");
        }
        catch (SocketException exception)
        {
            return new DnsReply(null, exception.Message);
        }
        catch (IOException exception)
        {
            return new DnsReply(null, exception.Message);
        }
    }

    private static async Task<DnsReply> AskOverUdpAsync(DnsQuery query, IPEndPoint server, CancellationToken cancellationToken)
    {
        // The kernel draws a random port for each question, and a connected socket takes answers of that server only.
        using var socket = new Socket(server.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
        await socket.ConnectAsync(server, cancellationToken).ConfigureAwait(false);
        await socket.SendAsync(query.Encode(), SocketFlags.None, cancellationToken).ConfigureAwait(false);
        byte[] buffer = new byte[MaxDatagram];
        for (int stray = 0; stray < MaxStrays; stray++)
        {
            int length = await socket.ReceiveAsync(buffer, SocketFlags.None, cancellationToken).ConfigureAwait(false);
            if (DnsMessage.TryRead(buffer.AsSpan(0, length), query, out DnsReply? reply))
            {
                return reply;
            }
        }

        return new DnsReply(null, "too many answers to other questions");
    }

    private static async Task<DnsReply> AskOverTcpAsync(DnsQuery query, IPEndPoint server, CancellationToken cancellationToken)
    {
        using var socket = new Socket(server.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(server, cancellationToken).ConfigureAwait(false);
        using var stream = new NetworkStream(socket);
        byte[] message = query.Encode();
        byte[] framed = new byte[message.Length + 2];
        BinaryPrimitives.WriteUInt16BigEndian(framed, (ushort)message.Length);
        message.CopyTo(framed, 2);
        await stream.WriteAsync(framed, cancellationToken).ConfigureAwait(false);

        byte[] prefix = new byte[2];
        await stream.ReadExactlyAsync(prefix, cancellationToken).ConfigureAwait(false);
        byte[] answer = new byte[BinaryPrimitives.ReadUInt16BigEndian(prefix)];
        await stream.ReadExactlyAsync(answer, cancellationToken).ConfigureAwait(false);
        return DnsMessage.TryRead(answer, query, out DnsReply? reply) ? reply : new DnsReply(null, "an answer to another question");
    }
}
