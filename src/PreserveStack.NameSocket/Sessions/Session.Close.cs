// SPDX-License-Identifier: MIT
namespace PreserveStack.NameSocket;

internal sealed partial class Session
{
    // What the application does next runs on the thread that completes it; see Settle.
    private readonly TaskCompletionSource _confirmed = new();
    private volatile bool _isAwaited;

    // Written under both locks; whoever sets it completes the task.
    private volatile bool _isConfirmed;
    private volatile bool _closing;
    private bool _discarded;
    private long _closedAt;

    /// <summary>Completes when the peer has confirmed all that was sent and FIN; fails if the session ends before.</summary>
    internal Task Confirmed
    {
        get
        {
            _isAwaited = true;
            return _confirmed.Task;
        }
    }

    /// <summary>The application is done with the session: what was written is still delivered, what comes is dropped.</summary>
    internal void Close()
    {
        bool reader;
        lock (_rx)
        {
            lock (_tx)
            {
                if (_closing || HasEnded)
                {
                    return;
                }

                _closing = true;
                _closedAt = _time.GetTimestamp();
                _discarded |= _ahead.Length > 0;
                _consumed = _received;
                _ahead.Clear();
                reader = _reader.TryEnd();
                UpdateAckable();
            }
        }

        if (reader)
        {
            _reader.Fail(new ObjectDisposedException(nameof(NameSocket)));
        }

        QueueFin();
        if (IsFramed)
        {
            EnsureControl();
        }
    }

    /// <summary>Ends the session at once, and tells the peer if the connection lets us.</summary>
    internal void Abort(AbortReason reason, string message)
    {
        TrySendAbort(reason);
        End(NameSocketState.Closed, new SessionAbortedException(reason, byPeer: false, message));
    }

    private void TrySendAbort(AbortReason reason)
    {
        lock (_rx)
        {
            lock (_tx)
            {
                if (_profile.Mode == SessionMode.Plain && reason is not (AbortReason.Complete or AbortReason.Closed))
                {
                    // There is no word for it: without a reset the peer would take what it got for all.
                    _connection?.ResetOnDispose();
                }
                else if (!HasEnded && IsFramed && _connection is { IsDisposed: false, IsSending: false, FrameLeft: 0 } connection)
                {
                    _abortDue = reason;
                    ComposeControl(connection);
                    connection.TrySend(_kept, _kept.End, out _, out _);
                }
            }
        }
    }

    /// <summary>Ends the session when both directions have.</summary>
    private void CheckEnd(bool inline)
    {
        if (!_finQueued || HasEnded)
        {
            return;
        }

        bool finAcked;
        bool finished;
        bool unwanted;
        bool confirm;
        lock (_rx)
        {
            lock (_tx)
            {
                var connection = _connection;
                finAcked = IsFramed ? _acked > _kept.End : connection is { FinSent: true };
                var quiet = connection is null or { HasOutput: false, IsSending: false };
                finished = (!_profile.IsClient || !IsFramed) && finAcked && quiet && (IsFramed ? Volatile.Read(ref _ackable) > _received : _peerFin || _closing);
                unwanted = finAcked && _closing && _discarded && !_peerFin;
                confirm = finAcked && !_isConfirmed;
                _isConfirmed |= finAcked;
            }
        }

        // A client stays until the server says that it is done: its last acknowledgement may be lost with the
        // connection, and only it can dial again.
        if (finished)
        {
            TrySendAbort(AbortReason.Complete);
            End(NameSocketState.Closed, null);
        }
        else if (unwanted)
        {
            Abort(AbortReason.Closed, "the peer sent data after close");
        }

        if (confirm)
        {
            Settle(null, inline);
        }
    }

    /// <summary>Tells whoever waits for <see cref="Confirmed"/>, on another thread unless this one has nothing else to do.</summary>
    private void Settle(Exception? error, bool inline)
    {
        if (_isAwaited && !inline)
        {
            ThreadPool.UnsafeQueueUserWorkItem(static s => s.Session.Settle(s.Error, inline: true), (Session: this, Error: error), preferLocal: false);
        }
        else if (error is null)
        {
            _confirmed.TrySetResult();
        }
        else if (_confirmed.TrySetException(error))
        {
            // Whoever did not ask need not be told.
            _ = _confirmed.Task.Exception;
        }
    }

    private bool CheckLinger()
    {
        if (!_closing || _time.GetElapsedTime(_closedAt) < _options.LingerTimeout)
        {
            return false;
        }

        if (_isConfirmed)
        {
            Abort(AbortReason.Closed, "closed");
        }
        else
        {
            End(NameSocketState.Lost, new SessionLostException(SessionLossReason.ClosedByPeer, "the peer did not confirm what was sent before the session was closed"));
        }

        return true;
    }

    /// <summary>The server says that it has closed the session, and how much it took.</summary>
    internal void EndByRefusal(long peerReceived)
    {
        bool clean;
        lock (_rx)
        {
            lock (_tx)
            {
                clean = _peerFin && peerReceived >= _kept.End;
            }
        }

        if (clean)
        {
            End(NameSocketState.Closed, null);
        }
        else
        {
            End(NameSocketState.Lost, new SessionLostException(SessionLossReason.ClosedByPeer, "the server closed the session before all bytes were exchanged"));
        }
    }
}
