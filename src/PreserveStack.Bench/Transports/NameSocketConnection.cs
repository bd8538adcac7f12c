// SPDX-License-Identifier: MIT
using System.Net;
using Session = PreserveStack.NameSocket.NameSocket;

namespace PreserveStack.Bench.Transports;

/// <summary>A NameSocket session.</summary>
internal sealed class NameSocketConnection(Session session) : BenchConnection
{
    private readonly PreserveStack.NameSocket.NameSocketStream _stream = session.GetStream();

    /// <inheritdoc/>
    public override Stream Stream => _stream;

    /// <inheritdoc/>
    public override IPAddress? Peer => session.RemoteEndPoint?.Address;

    /// <inheritdoc/>
    public override void ShutdownSend() => session.ShutdownSend();

    /// <inheritdoc/>
    public override ValueTask CloseAsync() => session.DisposeAsync();

    /// <inheritdoc/>
    public override void Abort() => session.Abort();
}
