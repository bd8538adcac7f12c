// SPDX-License-Identifier: MIT
using System.Net;
using PreserveStack.Bench.Control;
using PreserveStack.NameSocket;

namespace PreserveStack.Bench.Transports;

/// <summary>Listens for NameSocket sessions.</summary>
internal sealed class SessionListener(TestRequest request, IPEndPoint endPoint) : TransportListener
{
    private readonly NameSocketListener _listener = NameSocketListener.Bind(
        endPoint, SessionSettings.Of(request.Transport, request.RetransmissionBuffer) with { Backlog = Backlog });

    /// <inheritdoc/>
    public override int Port => _listener.LocalEndPoint.Port;

    /// <inheritdoc/>
    public override async ValueTask<BenchConnection> AcceptAsync(CancellationToken cancellationToken) =>
        new NameSocketConnection(await _listener.AcceptAsync(cancellationToken).ConfigureAwait(false));

    /// <inheritdoc/>
    public override ValueTask DisposeAsync() => _listener.DisposeAsync();
}
