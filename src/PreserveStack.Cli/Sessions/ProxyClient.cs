// SPDX-License-Identifier: MIT
using System.Net.Sockets;
using PreserveStack.NameSocket;
using Session = PreserveStack.NameSocket.NameSocket;

namespace PreserveStack.Cli.Sessions;

/// <summary>The near side of a proxy: each TCP connection that comes is carried by a session of its own.</summary>
/// <param name="host">Where the far side is.</param>
/// <param name="service">What it listens on.</param>
/// <param name="options">Settings of the sessions.</param>
/// <param name="events">Where to print.</param>
internal sealed class ProxyClient(string host, string service, NameSocketOptions options, EventWriter events)
{
    private static readonly TimeSpan AcceptPause = TimeSpan.FromMilliseconds(100);

    /// <summary>Waits for the next connection.</summary>
    public async ValueTask<Socket> AcceptAsync(Socket listener, CancellationToken stop)
    {
        while (true)
        {
            try
            {
                return await listener.AcceptAsync(stop).ConfigureAwait(false);
            }
            catch (SocketException exception)
            {
                // Out of descriptors, or the client was gone before we came.
                events.Write("failed", $"cannot accept a connection: {exception.Message}", ("tcp", null), ("error", exception.Message));
                await Task.Delay(AcceptPause, stop).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Carries a connection to its end.</summary>
    public async Task HandleAsync(Socket tcp, CancellationToken cancellationToken)
    {
        using Socket owned = tcp;
        string? from = EndPointText.Of(tcp.RemoteEndPoint);
        Session session;
        try
        {
            TcpRelay.Prepare(tcp);
            session = await Dialing.ConnectAsync(host, service, options, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is RunFailedException or UsageException or NameSocketException or SocketException or OperationCanceledException)
        {
            events.Write("failed", $"connection from {from}: {exception.Message}", ("tcp", from), ("error", exception.Message));
            TcpRelay.Reset(tcp);
            return;
        }

        var monitor = new SessionMonitor(session, events, from);
        var relay = new TcpRelay(tcp, session);
        Exception? failure = await relay.RunAsync(cancellationToken).ConfigureAwait(false);
        monitor.End(relay.FromSession, relay.FromTcp, failure);
    }
}
