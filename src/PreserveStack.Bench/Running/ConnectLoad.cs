// SPDX-License-Identifier: MIT
using PreserveStack.Bench.Measuring;
using PreserveStack.Bench.Transports;

namespace PreserveStack.Bench.Running;

/// <summary>Connects, sends one byte, has the server take it and closes, in an orderly way; and again.</summary>
internal sealed class ConnectLoad(BenchPlan plan, PatientDialer dialer, LatencyHistogram times) : Load
{
    private readonly byte[] _buffer = new byte[1];
    private BenchConnection? _connection;

    /// <inheritdoc/>
    public override ValueTask OpenAsync(CancellationToken cancellationToken) => ValueTask.CompletedTask;

    /// <inheritdoc/>
    public override Task RunAsync(Pace pace, Progress progress, CancellationToken cancellationToken) =>
        RepeatAsync(TransactAsync, pace, progress, times, cancellationToken);

    /// <inheritdoc/>
    public override void Abort() => _connection?.Abort();

    private async ValueTask TransactAsync(CancellationToken cancellationToken)
    {
        BenchConnection connection = await dialer.ConnectAsync(cancellationToken).ConfigureAwait(false);
        _connection = connection;
        await connection.Stream.WriteAsync(_buffer, cancellationToken).ConfigureAwait(false);
        if (plan.Closes == FirstCloser.Client)
        {
            connection.ShutdownSend();
        }

        if (await connection.Stream.ReadAsync(_buffer, cancellationToken).ConfigureAwait(false) > 0)
        {
            throw new BenchException("the server sent a byte where it should have closed");
        }

        await connection.CloseAsync().ConfigureAwait(false);
        _connection = null;
    }
}
