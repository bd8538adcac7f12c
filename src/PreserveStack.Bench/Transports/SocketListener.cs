// SPDX-License-Identifier: MIT
using System.Net;
using System.Net.Sockets;
using PreserveStack.Bench.Control;

namespace PreserveStack.Bench.Transports;

/// <summary>Listens with TCP or MPTCP.</summary>
internal sealed class SocketListener : TransportListener
{
    private readonly Socket _socket;
    private readonly bool _noDelay;
    private readonly SocketCalls _calls;

    public SocketListener(TestRequest request, IPEndPoint endPoint)
    {
        (_noDelay, _calls) = (!request.Nagle, request.Calls);
        _socket = TransportSockets.Create(request.Transport, endPoint.AddressFamily);
        try
        {
            // Connections of the test before may be in TIME_WAIT on a port that was named.
            _socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);
            _socket.Bind(endPoint);
            _socket.Listen(Backlog);
        }
        catch
        {
            _socket.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public override int Port => ((IPEndPoint)_socket.LocalEndPoint!).Port;

    /// <inheritdoc/>
    public override async ValueTask<BenchConnection> AcceptAsync(CancellationToken cancellationToken)
    {
        Socket accepted = await _socket.AcceptAsync(cancellationToken).ConfigureAwait(false);
        accepted.NoDelay = _noDelay;
        return new SocketConnection(accepted, _calls);
    }

    /// <inheritdoc/>
    public override ValueTask DisposeAsync()
    {
        _socket.Dispose();
        return ValueTask.CompletedTask;
    }
}
