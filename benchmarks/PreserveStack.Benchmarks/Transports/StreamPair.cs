// SPDX-License-Identifier: MIT
namespace PreserveStack.Benchmarks.Transports;

/// <summary>Two connected streams and the server they came from.</summary>
internal sealed class StreamPair : IAsyncDisposable
{
    private readonly ITransportServer _server;

    private StreamPair(ITransportServer server, Stream client, Stream peer)
    {
        _server = server;
        Client = client;
        Peer = peer;
    }

    internal Stream Client { get; }

    internal Stream Peer { get; }

    internal static async Task<StreamPair> CreateAsync(Transport transport)
    {
        var server = ITransportServer.Start(transport);
        var accepted = server.AcceptAsync();
        var client = await server.ConnectAsync().ConfigureAwait(false);
        return new StreamPair(server, client, await accepted.ConfigureAwait(false));
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await Task.WhenAll(Client.DisposeAsync().AsTask(), Peer.DisposeAsync().AsTask()).ConfigureAwait(false);
        await _server.DisposeAsync().ConfigureAwait(false);
    }
}
