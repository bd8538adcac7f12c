// SPDX-License-Identifier: MIT
using System.Net;
using System.Net.Sockets;
using PreserveStack.NameSocket;
using PreserveStack.NameSocket.Connecting;
using Session = PreserveStack.NameSocket.NameSocket;

namespace PreserveStack.Bench.Transports;

/// <summary>Connects with any transport; once, without waiting for ports.</summary>
/// <param name="plan">The run.</param>
/// <param name="transport">The transport.</param>
/// <param name="server">Where to.</param>
/// <param name="sources">Where from.</param>
internal sealed class Dialer(BenchPlan plan, BenchTransport transport, IPEndPoint server, SourceAddresses sources)
{
    private readonly NameSocketOptions _options = SessionSettings.Of(transport, plan.RetransmissionBuffer) with
    {
        Connecting = new NameConnectorOptions { ConfigureSocket = (socket, _) => sources.Bind(socket) },
    };

    /// <summary>Connects.</summary>
    /// <exception cref="SocketException">It failed; AddressNotAvailable says that all ports are in use.</exception>
    /// <exception cref="BenchException">It is not the transport that is to be measured.</exception>
    public async ValueTask<BenchConnection> ConnectAsync(CancellationToken cancellationToken) =>
        transport is BenchTransport.Tcp or BenchTransport.Mptcp
            ? new SocketConnection(await ConnectSocketAsync(cancellationToken).ConfigureAwait(false), plan.Calls)
            : new NameSocketConnection(await ConnectSessionAsync(cancellationToken).ConfigureAwait(false));

    private async ValueTask<Socket> ConnectSocketAsync(CancellationToken cancellationToken)
    {
        Socket socket = TransportSockets.Create(transport, server.AddressFamily);
        try
        {
            sources.Bind(socket);
            socket.NoDelay = !plan.Nagle;
            if (plan.Calls == SocketCalls.Blocking)
            {
                // Once a socket has been used asynchronously, all its calls are.
                socket.Connect(server);
            }
            else
            {
                await socket.ConnectAsync(server, cancellationToken).ConfigureAwait(false);
            }

            TransportSockets.RefuseFallback(transport, socket);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private async ValueTask<Session> ConnectSessionAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await Session.ConnectAsync(server.Address.ToString(), $"{server.Port}", _options, cancellationToken).ConfigureAwait(false);
        }
        catch (NameConnectException exception) when (exception.Attempts.Count > 0 && exception.Attempts[^1].Exception is SocketException cause)
        {
            throw cause;
        }
    }
}
