// SPDX-License-Identifier: MIT
using PreserveStack.Bench.Transports;

namespace PreserveStack.Bench.Running;

/// <summary>Writes as fast as it goes.</summary>
internal sealed class SendLoad(BenchPlan plan, int size, PatientDialer dialer) : StreamLoad(plan, size, dialer)
{
    private readonly bool _goesByAmount = plan.Amount is not null;

    /// <inheritdoc/>
    public override async Task RunAsync(Pace pace, Progress progress, CancellationToken cancellationToken)
    {
        for (long done = 0; pace.WarmUpGoesOn(done); done += Buffer.Length)
        {
            await WriteAsync(Buffer.Length, cancellationToken).ConfigureAwait(false);
        }

        await pace.ArriveAsync().ConfigureAwait(false);
        for (long done = 0; pace.GoesOn(done); progress.Done = done)
        {
            int count = pace.Step(done, Buffer.Length);
            await WriteAsync(count, cancellationToken).ConfigureAwait(false);
            done += count;
        }

        if (_goesByAmount)
        {
            await EndAsync(cancellationToken).ConfigureAwait(false);
        }
    }
}
