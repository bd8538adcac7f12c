// SPDX-License-Identifier: MIT
using System.Net;
using System.Net.Sockets;

namespace PreserveStack.NameSocket.Connecting.Racing;

/// <summary>Makes TCP connections.</summary>
/// <param name="configure">Called for each socket before it connects, or null.</param>
internal sealed class SocketConnector(Action<Socket, IPEndPoint>? configure) : ISocketConnector
{
    /// <inheritdoc/>
    public async Task<Socket> ConnectAsync(IPEndPoint endPoint, CancellationToken cancellationToken)
    {
        var socket = new Socket(endPoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            configure?.Invoke(socket, endPoint);
            await socket.ConnectAsync(endPoint, cancellationToken).ConfigureAwait(false);

            // A port of this host that nobody listens on may be chosen as the local one, and TCP then connects to itself.
            if (endPoint.Equals(socket.LocalEndPoint))
            {
                throw new SocketException((int)SocketError.ConnectionRefused);
            }

            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
