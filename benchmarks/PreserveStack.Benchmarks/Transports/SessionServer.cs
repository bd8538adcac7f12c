// SPDX-License-Identifier: MIT
using System.Globalization;
using System.Net;
using PreserveStack.NameSocket;

namespace PreserveStack.Benchmarks.Transports;

/// <summary>Sessions with the default options, of one version.</summary>
internal sealed class SessionServer : ITransportServer
{
    private readonly NameSocketOptions _options;
    private readonly NameSocketListener _listener;
    private readonly string _service;

    internal SessionServer(Transport transport)
    {
        int version = transport == Transport.Version1 ? 1 : 2;
        _options = new NameSocketOptions { OldestVersion = version, NewestVersion = version };
        _listener = NameSocketListener.Bind(new IPEndPoint(IPAddress.Loopback, 0), _options);
        _service = _listener.LocalEndPoint.Port.ToString(CultureInfo.InvariantCulture);
    }

    /// <inheritdoc/>
    public async Task<Stream> ConnectAsync()
    {
        var socket = await NameSocket.NameSocket.ConnectAsync("127.0.0.1", _service, _options).ConfigureAwait(false);
        return socket.GetStream();
    }

    /// <inheritdoc/>
    public async Task<Stream> AcceptAsync()
    {
        var socket = await _listener.AcceptAsync().ConfigureAwait(false);
        return socket.GetStream();
    }

    /// <inheritdoc/>
    public ValueTask CloseAsync(Stream client) => client.DisposeAsync();

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _listener.DisposeAsync();
}
