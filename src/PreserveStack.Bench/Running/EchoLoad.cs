// SPDX-License-Identifier: MIT
using PreserveStack.Bench.Measuring;
using PreserveStack.Bench.Transports;

namespace PreserveStack.Bench.Running;

/// <summary>Sends a request, waits for the answer, and so on. A request waits for the one before: what a stall held up is counted once.</summary>
internal sealed class EchoLoad(BenchPlan plan, int size, PatientDialer dialer, LatencyHistogram times) : StreamLoad(plan, size, dialer)
{
    /// <inheritdoc/>
    public override async Task RunAsync(Pace pace, Progress progress, CancellationToken cancellationToken)
    {
        await RepeatAsync(ExchangeAsync, pace, progress, times, cancellationToken).ConfigureAwait(false);
        await EndAsync(cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask ExchangeAsync(CancellationToken cancellationToken)
    {
        await WriteAsync(Buffer.Length, cancellationToken).ConfigureAwait(false);
        for (int filled = 0; filled < Buffer.Length;)
        {
            int count = await ReadAsync(filled, cancellationToken).ConfigureAwait(false);
            filled += count > 0 ? count : throw new BenchException("the server ended a connection in the middle of an answer");
        }
    }
}
