// SPDX-License-Identifier: MIT
using System.Net;
using System.Net.Sockets;
using PreserveStack.NameSocket.Connecting.Addresses;

namespace PreserveStack.NameSocket;

/// <summary>What names a session in version 1: the endpoints of the connection that carried it last.</summary>
internal readonly record struct V1Key(IPEndPoint Client, IPEndPoint Server)
{
    /// <summary>The key as the client's or the server's end of a socket sees it, in the form that goes on the wire.</summary>
    /// <exception cref="SocketException">The connection is gone.</exception>
    internal static V1Key Of(Socket socket, bool isClient)
    {
        if (socket is not { LocalEndPoint: IPEndPoint near, RemoteEndPoint: IPEndPoint far })
        {
            throw new SocketException((int)SocketError.NotConnected);
        }

        var local = Plain(near);
        var remote = Plain(far);
        return isClient ? new V1Key(local, remote) : new V1Key(remote, local);
    }

    // An IPv4 connection of a dual-stack socket is an IPv4 connection; scope ids mean nothing to the other end.
    private static IPEndPoint Plain(IPEndPoint endPoint) => new(endPoint.Address.Plain(), endPoint.Port);
}
