// SPDX-License-Identifier: MIT
using PreserveStack.Benchmarks.Transports;

namespace PreserveStack.Benchmarks.Workloads;

/// <summary>One end writes pieces of one size, the other reads them into 64 KiB.</summary>
internal sealed class Throughput(StreamPair pair, int size) : IWorkload
{
    private readonly byte[] _source = new byte[size];
    private readonly byte[] _target = new byte[64 * 1024];

    internal static async Task<IWorkload> CreateAsync(Transport transport, int size) =>
        new Throughput(await StreamPair.CreateAsync(transport).ConfigureAwait(false), size);

    /// <inheritdoc/>
    public Task RunAsync(int operations) => Task.WhenAll(
        Task.Run(() => WriteAsync(operations)),
        Task.Run(() => ReadAsync((long)operations * size)));

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => pair.DisposeAsync();

    private async Task WriteAsync(int operations)
    {
        for (int i = 0; i < operations; i++)
        {
            await pair.Client.WriteAsync(_source).ConfigureAwait(false);
        }
    }

    private async Task ReadAsync(long bytes)
    {
        while (bytes > 0)
        {
            int count = await pair.Peer.ReadAsync(_target).ConfigureAwait(false);
            bytes -= count > 0 ? count : throw new EndOfStreamException();
        }
    }
}
