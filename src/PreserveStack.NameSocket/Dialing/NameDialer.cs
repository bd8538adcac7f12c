// SPDX-License-Identifier: MIT
using System.Net;
using System.Net.Sockets;
using PreserveStack.NameSocket.Connecting;

namespace PreserveStack.NameSocket;

/// <summary>
/// Dials a host name and a service; and for a resume the endpoints that the server has offered beside them. The name
/// service may be out of reach, and the name's first address may be the dead one.
/// </summary>
internal sealed class NameDialer : IDialer
{
    private readonly string _host;
    private readonly string _service;
    private readonly NameConnector _connector;
    private readonly NameConnector _reconnector;

    internal NameDialer(string host, string service, NameSocketOptions options)
    {
        var connecting = options.Connecting with { TimeProvider = options.TimeProvider };

        _host = host;
        _service = service;
        Name = $"{host} {service}";
        _connector = new NameConnector(connecting);
        // After a silent cut the first address is often the dead one, and a session is waiting.
        _reconnector = new NameConnector(connecting with { ConnectionAttemptDelay = NameConnectorOptions.MinConnectionAttemptDelay });
    }

    /// <inheritdoc/>
    public string? Name { get; }

    /// <inheritdoc/>
    public async ValueTask<Socket> DialAsync(IReadOnlyList<IPEndPoint> known, CancellationToken ct) =>
        await (known.Count == 0 ? _connector : _reconnector).ConnectAsync(_host, _service, known, ct).ConfigureAwait(false);
}
