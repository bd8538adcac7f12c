// SPDX-License-Identifier: MIT
using PreserveStack.Benchmarks.Transports;

namespace PreserveStack.Benchmarks.Workloads;

/// <summary>Connect, one byte, close, one after the other. The client's close waits until the server has read the end.</summary>
internal sealed class Connections(ITransportServer server) : IWorkload
{
    private readonly byte[] _byte = new byte[1];
    private readonly byte[] _target = new byte[16];

    internal static IWorkload Create(Transport transport) => new Connections(ITransportServer.Start(transport));

    /// <inheritdoc/>
    public Task RunAsync(int operations) => Task.WhenAll(Task.Run(() => DialAsync(operations)), Task.Run(() => ServeAsync(operations)));

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => server.DisposeAsync();

    private async Task DialAsync(int operations)
    {
        for (int i = 0; i < operations; i++)
        {
            var client = await server.ConnectAsync().ConfigureAwait(false);
            await client.WriteAsync(_byte).ConfigureAwait(false);
            await server.CloseAsync(client).ConfigureAwait(false);
        }
    }

    private async Task ServeAsync(int operations)
    {
        for (int i = 0; i < operations; i++)
        {
            await using var peer = await server.AcceptAsync().ConfigureAwait(false);
            while (await peer.ReadAsync(_target).ConfigureAwait(false) > 0)
            {
            }
        }
    }
}
