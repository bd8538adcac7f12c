// SPDX-License-Identifier: MIT
using System.Net;
using System.Net.Sockets;

namespace PreserveStack.NameSocket;

internal sealed partial class Session
{
    // Bytes that may wait for a busy socket. More would only move the queue out of the kernel.
    private const int SendBacklog = 128 * 1024;
    private const int HarvestEvery = 128 * 1024;

    // Guarded by _tx.
    private readonly SegmentChain _kept = new();
    private readonly Waiter _writer = new();
    private readonly int _capacity;
    private long _sent;
    private long _sentBefore;
    private bool _finSentBefore;
    private long _acked;
    private long _ackedOut;
    private long _harvested;
    private long _pong;
    private bool _pongDue;
    private bool _pingDue;
    private bool _finQueued;
    private AbortReason? _abortDue;
    private IReadOnlyList<IPEndPoint>? _addressesDue;

    /// <summary>Bytes kept for the peer that it has not confirmed.</summary>
    internal long Unconfirmed
    {
        get
        {
            lock (_tx)
            {
                return _kept.Length;
            }
        }
    }

    internal bool IsWriterWaiting
    {
        get
        {
            lock (_tx)
            {
                return _writer.IsWaiting;
            }
        }
    }

    internal ValueTask WriteAsync(ReadOnlyMemory<byte> source, CancellationToken ct)
    {
        if (ct.IsCancellationRequested)
        {
            return ValueTask.FromCanceled(ct);
        }

        int taken;
        bool harvest;
        lock (_tx)
        {
            if (CannotWrite() is { } error)
            {
                return ValueTask.FromException(error);
            }

            taken = Keep(source.Span);
            harvest = IsFramed && _sent - _harvested > HarvestEvery && _kept.Length > HarvestEvery;
        }

        if (harvest)
        {
            Harvest();
        }

        EnsureFastTick();
        return taken == source.Length ? ValueTask.CompletedTask : WriteRestAsync(source[taken..], ct);
    }

    /// <summary>Memory to write into without a copy; <see cref="CommitAsync"/> sends it.</summary>
    internal Memory<byte> Borrow(int atLeast)
    {
        lock (_tx)
        {
            return CannotWrite() is { } error ? throw error : _kept.Lend(Math.Max(1, atLeast));
        }
    }

    internal void Advance(int count)
    {
        lock (_tx)
        {
            // If the session has ended meanwhile, the flush that follows says so.
            if (!HasEnded)
            {
                _kept.Advance(count);
            }
        }
    }

    /// <summary>Sends what was written by <see cref="Advance"/>, and waits until there is room for more.</summary>
    internal async ValueTask CommitAsync(CancellationToken ct)
    {
        Kick();
        EnsureFastTick();
        while (await WaitForRoomAsync(ct).ConfigureAwait(false) <= 0)
        {
        }
    }

    internal void QueueFin()
    {
        lock (_tx)
        {
            _finQueued = true;
        }

        Kick();
        EnsureFastTick();
        WakeWriter(inline: false);
    }

    internal void Offer(IReadOnlyList<IPEndPoint> endPoints)
    {
        lock (_tx)
        {
            _addressesDue = endPoints;
        }

        Kick();
    }

    private InvalidOperationException? CannotBegin() => _writer.IsWaiting ? new InvalidOperationException("one write at a time") : null;

    private Exception? CannotWrite()
    {
        if (_error is { } error)
        {
            return error;
        }

        if (_closing)
        {
            return new ObjectDisposedException(nameof(NameSocket));
        }

        return _finQueued || HasEnded ? new InvalidOperationException("the sending direction is shut down") : CannotBegin();
    }

    private async ValueTask WriteRestAsync(ReadOnlyMemory<byte> rest, CancellationToken ct)
    {
        while (!rest.IsEmpty)
        {
            await WaitForRoomAsync(ct).ConfigureAwait(false);
            lock (_tx)
            {
                rest = CannotWrite() is { } error ? throw error : rest[Keep(rest.Span)..];
            }
        }
    }

    /// <summary>Waits until there is room, or the session has ended.</summary>
    /// <returns>Bytes of room.</returns>
    private async ValueTask<int> WaitForRoomAsync(CancellationToken ct)
    {
        ValueTask<int> wait;
        bool full;
        lock (_tx)
        {
            if (CannotWrite() is { } error)
            {
                throw error;
            }

            if (Room() is > 0 and var room)
            {
                return room;
            }

            full = _kept.Length >= _capacity || _sent - _acked >= _profile.PeerWindow;
            wait = _writer.Begin();
        }

        if (full && IsFramed)
        {
            EnsureControl();
        }

        WakeWriter(inline: false);
        if (ct.CanBeCanceled)
        {
            using var registration = ct.UnsafeRegister(static (s, token) => ((Session)s!).CancelWriter(token), this);
            return await wait.ConfigureAwait(false);
        }

        return await wait.ConfigureAwait(false);
    }

    private void CancelWriter(CancellationToken ct)
    {
        bool waiting;
        lock (_tx)
        {
            waiting = _writer.TryEnd();
        }

        if (waiting)
        {
            _writer.Fail(new OperationCanceledException(ct));
        }
    }

    /// <summary>Bytes a writer may add: what the buffer holds, and not much more than the socket takes.</summary>
    private int Room()
    {
        var unsent = (int)(_kept.End - _sent);
        var room = _capacity - _kept.Length;
        var throttled = !IsFramed || _connection is { IsBroken: false };
        return throttled ? Math.Min(room, SendBacklog - unsent) : room;
    }

    private int Keep(ReadOnlySpan<byte> source)
    {
        var room = Room();
        if (room <= 0)
        {
            return 0;
        }

        var count = Math.Min(room, source.Length);
        _kept.Append(source[..count]);
        Pump();
        return count;
    }

    /// <summary>Looks for acknowledgements, if that costs no wait: a program that only writes has no reader to do so.</summary>
    private void Harvest()
    {
        if (!_rx.TryEnter())
        {
            return;
        }

        var kick = false;
        try
        {
            _harvested = Volatile.Read(ref _sent);
            if (_connection is { IsReceiving: false, IsBroken: false } connection)
            {
                _reads++;
                Parse(connection, default, ahead: true);
                if (connection is { IsBroken: false, PayloadLeft: 0 } && connection.ReceiveDirect(default, int.MaxValue, out var errno) < 0 && errno != Interop.TryAgain)
                {
                    LoseLater(connection, new SocketException(errno).Message);
                }

                Parse(connection, default, ahead: true);
            }

            kick = TakeKick();
        }
        finally
        {
            _rx.Exit();
        }

        if (kick)
        {
            Kick();
        }
    }
}
