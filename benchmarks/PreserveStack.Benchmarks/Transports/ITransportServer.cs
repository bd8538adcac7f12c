// SPDX-License-Identifier: MIT
namespace PreserveStack.Benchmarks.Transports;

/// <summary>A listening end on loopback, and the way to connect to it. Both ends are seen as streams, as programs see them.</summary>
internal interface ITransportServer : IAsyncDisposable
{
    /// <summary>Connects a client.</summary>
    Task<Stream> ConnectAsync();

    /// <summary>Takes the next client.</summary>
    Task<Stream> AcceptAsync();

    /// <summary>Closes a client's stream after all that was written has been delivered to the peer's application.</summary>
    ValueTask CloseAsync(Stream client);

    /// <summary>Starts to listen.</summary>
    static ITransportServer Start(Transport transport) => transport == Transport.Plain ? new PlainServer() : new SessionServer(transport);
}
