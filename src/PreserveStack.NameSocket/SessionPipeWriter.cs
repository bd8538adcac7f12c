// SPDX-License-Identifier: MIT
using System.IO.Pipelines;

namespace PreserveStack.NameSocket;

/// <summary>Writes into the memory of the retransmission buffer. Completing it ends the sending direction.</summary>
internal sealed class SessionPipeWriter(Session session) : PipeWriter
{
    private readonly Lock _gate = new();
    private CancellationTokenSource? _flush;
    private bool _cancelled;

    /// <inheritdoc/>
    public override bool CanGetUnflushedBytes => false;

    /// <inheritdoc/>
    public override Memory<byte> GetMemory(int sizeHint = 0) => session.Borrow(sizeHint);

    /// <inheritdoc/>
    public override Span<byte> GetSpan(int sizeHint = 0) => session.Borrow(sizeHint).Span;

    /// <inheritdoc/>
    public override void Advance(int bytes) => session.Advance(bytes);

    /// <inheritdoc/>
    public override async ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default)
    {
        using var flush = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        lock (_gate)
        {
            if (_cancelled)
            {
                _cancelled = false;
                return new FlushResult(isCanceled: true, isCompleted: false);
            }

            _flush = flush;
        }

        try
        {
            await session.CommitAsync(flush.Token).ConfigureAwait(false);
            return new FlushResult(isCanceled: false, isCompleted: false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new FlushResult(isCanceled: true, isCompleted: false);
        }
        finally
        {
            lock (_gate)
            {
                _flush = null;
                _cancelled = false;
            }
        }
    }

    /// <inheritdoc/>
    public override void CancelPendingFlush()
    {
        lock (_gate)
        {
            _cancelled = true;
            _flush?.Cancel();
        }
    }

    /// <inheritdoc/>
    public override void Complete(Exception? exception = null)
    {
        if (exception is null)
        {
            session.QueueFin();
        }
        else
        {
            session.Abort(AbortReason.Application, exception.Message);
        }
    }
}
