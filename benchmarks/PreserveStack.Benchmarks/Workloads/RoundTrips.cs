// SPDX-License-Identifier: MIT
using PreserveStack.Benchmarks.Transports;

namespace PreserveStack.Benchmarks.Workloads;

/// <summary>One byte there and back, one at a time.</summary>
internal sealed class RoundTrips(StreamPair pair) : IWorkload
{
    private readonly byte[] _byte = new byte[1];
    private readonly byte[] _echo = new byte[1];

    internal static async Task<IWorkload> CreateAsync(Transport transport) =>
        new RoundTrips(await StreamPair.CreateAsync(transport).ConfigureAwait(false));

    /// <inheritdoc/>
    public Task RunAsync(int operations) => Task.WhenAll(Task.Run(() => AskAsync(operations)), Task.Run(() => AnswerAsync(operations)));

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => pair.DisposeAsync();

    private async Task AskAsync(int operations)
    {
        for (int i = 0; i < operations; i++)
        {
            await pair.Client.WriteAsync(_byte).ConfigureAwait(false);
            await pair.Client.ReadExactlyAsync(_byte).ConfigureAwait(false);
        }
    }

    private async Task AnswerAsync(int operations)
    {
        for (int i = 0; i < operations; i++)
        {
            await pair.Peer.ReadExactlyAsync(_echo).ConfigureAwait(false);
            await pair.Peer.WriteAsync(_echo).ConfigureAwait(false);
        }
    }
}
