// SPDX-License-Identifier: MIT
using System.Net.Sockets;
using PreserveStack.NameSocket.Connecting;
using Session = PreserveStack.NameSocket.NameSocket;

namespace PreserveStack.Cli.Sessions;

/// <summary>The far side of a proxy: each session is a plain TCP connection to the target.</summary>
/// <param name="host">The target.</param>
/// <param name="service">Its service.</param>
/// <param name="connecting">How it is connected to.</param>
/// <param name="events">Where to print.</param>
internal sealed class ProxyServer(string host, string service, NameConnectorOptions connecting, EventWriter events)
{
    private readonly NameConnector _connector = new(connecting);

    /// <summary>Carries a session to its end.</summary>
    public async Task HandleAsync(Session session, CancellationToken cancellationToken)
    {
        Socket tcp;
        try
        {
            tcp = await _connector.ConnectAsync(host, service, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is NameConnectException or OperationCanceledException)
        {
            string from = SessionEnds.Of(session).Remote ?? "a client that is gone";
            events.Write("failed", $"session from {from}: {exception.Message}", ("session", session.SessionId), ("error", exception.Message));
            session.Abort();
            return;
        }

        using Socket owned = tcp;
        TcpRelay.Prepare(tcp);
        var monitor = new SessionMonitor(session, events, EndPointText.Of(tcp.RemoteEndPoint));
        var relay = new TcpRelay(tcp, session);
        Exception? failure = await relay.RunAsync(cancellationToken).ConfigureAwait(false);
        monitor.End(relay.FromSession, relay.FromTcp, failure);
    }
}
