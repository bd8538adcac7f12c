// SPDX-License-Identifier: MIT
using System.Net;
using System.Net.Sockets;
using PreserveStack.NameSocket.Connecting;

namespace PreserveStack.NameSocket.Tests;

/// <summary>Dials one endpoint, whichever it is at the time.</summary>
internal sealed class Loopback(Func<IPEndPoint> where) : IDialer
{
    internal Loopback(IPEndPoint where)
        : this(() => where)
    {
    }

    internal int Dials { get; private set; }

    public async ValueTask<Socket> DialAsync(IReadOnlyList<IPEndPoint> known, CancellationToken ct)
    {
        Dials++;
        var endPoint = where();
        var socket = new Socket(endPoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            await socket.ConnectAsync(endPoint, ct);
            return socket;
        }
        catch (SocketException e)
        {
            socket.Dispose();
            throw new NameConnectException(NameConnectFailure.NoneReachable, e.Message, inner: e);
        }
    }
}
