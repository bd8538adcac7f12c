// SPDX-License-Identifier: MIT
using System.Net.Sockets;

namespace PreserveStack.NameSocket;

/// <summary>Settings of every connection.</summary>
internal static class SocketSetup
{
    internal static void Prepare(Socket socket, NameSocketOptions options)
    {
        socket.NoDelay = true;
        Interop.SetTcpUserTimeout(socket, options.TcpUserTimeout);
    }
}
