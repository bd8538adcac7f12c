// SPDX-License-Identifier: MIT
using System.Net;
using System.Net.Sockets;
using PreserveStack.NameSocket.Connecting;

namespace PreserveStack.NameSocket.Tests;

/// <summary>Dials one endpoint, whichever it is at the time, and then those that the peer offered.</summary>
internal sealed class Loopback(Func<IPEndPoint> where, string? name = null) : IDialer
{
    internal Loopback(IPEndPoint where, string? name = null)
        : this(() => where, name)
    {
    }

    internal int Dials { get; private set; }

    public string? Name => name;

    public async ValueTask<Socket> DialAsync(IReadOnlyList<IPEndPoint> known, CancellationToken ct)
    {
        Dials++;
        SocketException? failure = null;
        foreach (var endPoint in known.Prepend(where()))
        {
            var socket = new Socket(endPoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
            try
            {
                await socket.ConnectAsync(endPoint, ct);
                return socket;
            }
            catch (SocketException e)
            {
                socket.Dispose();
                failure = e;
            }
        }

        throw new NameConnectException(NameConnectFailure.NoneReachable, failure!.Message, inner: failure);
    }
}
