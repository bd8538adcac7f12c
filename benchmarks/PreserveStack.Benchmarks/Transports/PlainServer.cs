// SPDX-License-Identifier: MIT
using System.Net;
using System.Net.Sockets;

namespace PreserveStack.Benchmarks.Transports;

/// <summary>Sockets of .NET with the options that sessions set too: no delay.</summary>
internal sealed class PlainServer : ITransportServer
{
    private readonly Socket _listen = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly int _port;

    internal PlainServer()
    {
        _listen.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _listen.Listen(512);
        _port = ((IPEndPoint)_listen.LocalEndPoint!).Port;
    }

    /// <inheritdoc/>
    public async Task<Stream> ConnectAsync()
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync("127.0.0.1", _port).ConfigureAwait(false);
        return new NetworkStream(socket, ownsSocket: true);
    }

    /// <inheritdoc/>
    public async Task<Stream> AcceptAsync()
    {
        var socket = await _listen.AcceptAsync().ConfigureAwait(false);
        socket.NoDelay = true;
        return new NetworkStream(socket, ownsSocket: true);
    }

    /// <summary>The peer closes when it has read the end, so its end of the stream says that all has arrived.</summary>
    public async ValueTask CloseAsync(Stream client)
    {
        ((NetworkStream)client).Socket.Shutdown(SocketShutdown.Send);
        await client.ReadAsync(new byte[1]).ConfigureAwait(false);
        await client.DisposeAsync().ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        _listen.Dispose();
        return ValueTask.CompletedTask;
    }
}
