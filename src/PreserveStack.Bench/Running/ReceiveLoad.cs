// SPDX-License-Identifier: MIT
using PreserveStack.Bench.Transports;

namespace PreserveStack.Bench.Running;

/// <summary>Reads what the server sends.</summary>
internal sealed class ReceiveLoad(BenchPlan plan, int size, PatientDialer dialer) : StreamLoad(plan, size, dialer)
{
    private readonly bool _goesByAmount = plan.Amount is not null;

    /// <inheritdoc/>
    public override async Task RunAsync(Pace pace, Progress progress, CancellationToken cancellationToken)
    {
        int count;
        for (long done = 0; pace.WarmUpGoesOn(done); done += count)
        {
            count = await ReadSomeAsync(cancellationToken).ConfigureAwait(false);
        }

        await pace.ArriveAsync().ConfigureAwait(false);
        while (!pace.IsOver && (count = await ReadAsync(0, cancellationToken).ConfigureAwait(false)) > 0)
        {
            progress.Done += count;
        }

        if (_goesByAmount)
        {
            await EndAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private async ValueTask<int> ReadSomeAsync(CancellationToken cancellationToken) =>
        await ReadAsync(0, cancellationToken).ConfigureAwait(false) is > 0 and var count
            ? count
            : throw new BenchException("the server stopped sending before measuring began");
}
