// SPDX-License-Identifier: MIT
using System.Net;

namespace PreserveStack.NameSocket.Tests;

/// <summary>A client and a server in one process, with a proxy between them.</summary>
internal sealed class Pair : IAsyncDisposable
{
    internal static readonly TimeSpan Patience = TimeSpan.FromSeconds(50);

    private Pair(NameSocketListener listener, Proxy proxy, NameSocket client, NameSocket server)
    {
        Listener = listener;
        Proxy = proxy;
        Client = client;
        Server = server;
    }

    internal NameSocketListener Listener { get; }

    internal Proxy Proxy { get; }

    internal NameSocket Client { get; }

    internal NameSocket Server { get; }

    internal static NameSocketOptions Options { get; } = new()
    {
        AdvertisedEndPoints = [],
        MaxRetryDelay = TimeSpan.FromMilliseconds(100),
    };

    internal static async Task<Pair> CreateAsync(NameSocketOptions? client = null, NameSocketOptions? server = null)
    {
        var listener = NameSocketListener.Bind(new IPEndPoint(IPAddress.Loopback, 0), server ?? Options);
        var proxy = new Proxy(listener.LocalEndPoint);
        var connected = NameSocket.ConnectAsync(new Loopback(proxy.EndPoint), client ?? Options, CancellationToken.None);
        var accepted = await listener.AcceptAsync().AsTask().WaitAsync(Patience);
        return new Pair(listener, proxy, await connected.WaitAsync(Patience), accepted);
    }

    /// <summary>Waits, without a pause of fixed length, until something has come true.</summary>
    internal static async Task EventuallyAsync(Func<bool> condition)
    {
        using var timeout = new CancellationTokenSource(Patience);
        while (!condition())
        {
            timeout.Token.ThrowIfCancellationRequested();
            await Task.Delay(1, timeout.Token);
        }
    }

    public async ValueTask DisposeAsync()
    {
        Client.Abort();
        Server.Abort();
        await Listener.DisposeAsync();
        await Proxy.DisposeAsync();
    }
}
