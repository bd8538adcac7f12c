// SPDX-License-Identifier: MIT
using System.Net;
using System.Net.Sockets;

namespace PreserveStack.NameSocket.Connecting.Racing;

/// <summary>Makes one connection.</summary>
internal interface ISocketConnector
{
    /// <summary>A connected socket; nothing stays open when it fails or is cancelled.</summary>
    Task<Socket> ConnectAsync(IPEndPoint endPoint, CancellationToken cancellationToken);
}
