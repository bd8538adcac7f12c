// SPDX-License-Identifier: MIT
using PreserveStack.Bench.Measuring;
using PreserveStack.Bench.Transports;

namespace PreserveStack.Bench.Running;

/// <summary>What a client's connection does in a repeat.</summary>
internal abstract class Load
{
    /// <summary>Opens the connection; does nothing where each operation has one of its own.</summary>
    public abstract ValueTask OpenAsync(CancellationToken cancellationToken);

    /// <summary>Warms up, is measured, and ends in an orderly way where the amount was reached.</summary>
    /// <param name="pace">How long.</param>
    /// <param name="progress">Where to count.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public abstract Task RunAsync(Pace pace, Progress progress, CancellationToken cancellationToken);

    /// <summary>Gives up what is still open.</summary>
    public abstract void Abort();

    /// <summary>Does the same again and again, warms up with it, and records how long each took.</summary>
    protected static async Task RepeatAsync(
        Func<CancellationToken, ValueTask> operation, Pace pace, Progress progress, LatencyHistogram times, CancellationToken cancellationToken)
    {
        for (long done = 0; pace.WarmUpGoesOn(done); done++)
        {
            await operation(cancellationToken).ConfigureAwait(false);
        }

        await pace.ArriveAsync().ConfigureAwait(false);
        long before = ProcessMeter.ClockNs();
        for (long done = 0; pace.GoesOn(done); progress.Done = ++done)
        {
            await operation(cancellationToken).ConfigureAwait(false);
            long now = ProcessMeter.ClockNs();
            times.Record(now - before);
            before = now;
        }
    }

    /// <summary>The load of a test.</summary>
    public static Load Of(BenchPlan plan, int size, PatientDialer dialer, LatencyHistogram times) => plan switch
    {
        { Test: BenchTest.Latency } => new EchoLoad(plan, size, dialer, times),
        { Test: BenchTest.Rate } => new ConnectLoad(plan, dialer, times),
        { Reverse: true } => new ReceiveLoad(plan, size, dialer),
        _ => new SendLoad(plan, size, dialer),
    };
}
