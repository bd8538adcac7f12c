// SPDX-License-Identifier: MIT
using System.Net;
using System.Net.Sockets;

namespace PreserveStack.Bench.Transports;

/// <summary>A socket of TCP or MPTCP.</summary>
internal sealed class SocketConnection(Socket socket, SocketCalls calls) : BenchConnection
{
    private readonly NetworkStream _stream =
        calls == SocketCalls.Blocking ? new BlockingStream(socket) : new NetworkStream(socket, ownsSocket: true);

    /// <inheritdoc/>
    public override Stream Stream => _stream;

    /// <inheritdoc/>
    public override IPAddress? Peer { get; } = (socket.RemoteEndPoint as IPEndPoint)?.Address;

    /// <inheritdoc/>
    public override void ShutdownSend() => socket.Shutdown(SocketShutdown.Send);

    /// <inheritdoc/>
    public override ValueTask CloseAsync()
    {
        // The kernel delivers in the background, and keeps TIME_WAIT where this end was the first: no linger option.
        _stream.Dispose();
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public override void Abort() => socket.Close(0);
}
