// SPDX-License-Identifier: MIT
using System.Net;

namespace PreserveStack.Bench.Transports;

/// <summary>Accepts the connections of one test.</summary>
internal abstract class TransportListener : IAsyncDisposable
{
    /// <summary>Connections that may wait to be accepted.</summary>
    protected const int Backlog = 1024;

    /// <summary>Where it listens.</summary>
    public abstract int Port { get; }

    /// <summary>Starts to listen.</summary>
    /// <param name="request">The test.</param>
    /// <param name="address">The address the client has reached.</param>
    /// <param name="port">The port; 0 for any.</param>
    public static TransportListener Bind(Control.TestRequest request, IPAddress address, int port)
    {
        var endPoint = new IPEndPoint(address, port);
        return request.Transport is BenchTransport.Tcp or BenchTransport.Mptcp
            ? new SocketListener(request, endPoint)
            : new SessionListener(request, endPoint);
    }

    /// <summary>Waits for the next.</summary>
    public abstract ValueTask<BenchConnection> AcceptAsync(CancellationToken cancellationToken);

    /// <inheritdoc/>
    public abstract ValueTask DisposeAsync();
}
