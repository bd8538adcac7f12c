// SPDX-License-Identifier: MIT
using System.Net.Sockets;

namespace PreserveStack.NameSocket;

internal sealed partial class Session
{
    private const int MaxAckThreshold = 512 * 1024;

    // Below this a copy is cheaper than a system call laid out for it.
    private const int DirectThreshold = 2048;

    // Guarded by _rx.
    private readonly SegmentChain _ahead = new();
    private readonly Waiter _reader = new();
    private readonly int _ackThreshold;
    private Memory<byte> _readerBuffer;
    private long _received;
    private long _consumed;
    private bool _peerFin;
    private bool _readClosed;
    private bool _kickWanted;

    // Set under _rx, and acted upon by the next kick, outside of the locks.
    private PeerEnd? _endOfPeer;
    private int _reads;

    // What the next ACK says; written under _rx, read under _tx.
    private long _ackable;

    internal ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken ct)
    {
        if (ct.IsCancellationRequested)
        {
            return ValueTask.FromCanceled<int>(ct);
        }

        ValueTask<int> result;
        var kick = false;
        lock (_rx)
        {
            if (_reader.IsWaiting)
            {
                throw new InvalidOperationException("one read at a time");
            }

            if (TryRead(buffer.Span, out var count))
            {
                kick = TakeKick();
                result = new ValueTask<int>(count);
            }
            else if (_error is { } error)
            {
                return ValueTask.FromException<int>(error);
            }
            else
            {
                kick = TakeKick();
                _readerBuffer = buffer;
                result = _reader.Begin();
                if (ct.CanBeCanceled)
                {
                    _reader.CancelWith(ct.UnsafeRegister(static (s, token) => ((Session)s!).CancelReader(token), this));
                }
            }
        }

        if (kick)
        {
            Kick();
        }

        return result;
    }

    /// <summary>Data that came before the session began: the first bytes of a plain peer.</summary>
    internal void Prepend(ReadOnlySpan<byte> bytes)
    {
        lock (_rx)
        {
            _ahead.Append(bytes);
            _received += bytes.Length;
        }
    }

    internal void CloseReading()
    {
        bool waiting;
        lock (_rx)
        {
            _readClosed = true;
            waiting = _reader.TryEnd();
            _ahead.Clear();
        }

        if (waiting)
        {
            _reader.Complete(0, inline: false);
        }
    }

    /// <summary>Reads what can be read now: from the read-ahead, the connection's buffer, the socket. At the end too.</summary>
    private bool TryRead(Span<byte> target, out int count)
    {
        _reads++;
        count = 0;
        if (_readClosed)
        {
            return true;
        }

        if (_ahead.Length > 0)
        {
            count = _ahead.Take(target);
            CountConsumed(count);
            return true;
        }

        while (_connection is { IsReceiving: false, IsBroken: false } connection)
        {
            count = Parse(connection, target, ahead: false);
            if (count > 0 || _peerFin || IsReadable(connection, target))
            {
                CountConsumed(count);
                return true;
            }

            if (connection.IsBroken)
            {
                return false;
            }

            var received = ReceiveDirect(connection, target, out count);
            if (count > 0)
            {
                CountConsumed(count);
                return true;
            }

            if (connection.IsBroken || (received < 0 && connection.StartReceive(_onReceived, probe: IsDirect(connection, target))))
            {
                return false;
            }

            if (received < 0)
            {
                EndReceive(connection);
            }
        }

        return _peerFin || (HasEnded && _error is null);
    }

    // A read of no bytes asks whether there are any.
    private static bool IsReadable(Connection connection, Span<byte> target) =>
        target.IsEmpty && connection.PayloadLeft > 0 && connection.InCount > 0;

    private void CountConsumed(int count)
    {
        _consumed += count;
        UpdateAckable();
    }

    private void UpdateAckable()
    {
        var fin = _peerFin && _consumed == _received;
        Volatile.Write(ref _ackable, fin ? _consumed + 1 : _consumed);

        // The acknowledgement of the peer's FIN goes along with our own, which mostly follows; or with the next tick.
        _kickWanted |= (fin && _finQueued) || _ackable - Volatile.Read(ref _ackedOut) >= _ackThreshold;
        EnsureFastTick();
    }

    private bool TakeKick()
    {
        var wanted = _kickWanted && IsFramed;
        _kickWanted = false;
        return wanted;
    }

    /// <summary>Whether payload is received into the reader's memory, rather than into the connection's buffer.</summary>
    private static bool IsDirect(Connection connection, Span<byte> target) =>
        connection is { InCount: 0, Overlap: 0 } && target.Length >= DirectThreshold && (connection.IsStreaming || connection.PayloadLeft >= DirectThreshold);

    /// <summary>Receives payload into the reader's memory, if that is worth it, and what may follow it into the buffer.</summary>
    /// <returns>Bytes received in all; 0 if the end of the connection was seen; -1 if there is nothing now or it is not worth it.</returns>
    private int ReceiveDirect(Connection connection, Span<byte> target, out int count)
    {
        count = 0;
        if (!IsDirect(connection, target))
        {
            return -1;
        }

        var wanted = (int)Math.Min(target.Length, connection.PayloadLeft);
        var behind = wanted < connection.PayloadLeft ? 0 : connection.IsStreaming ? FrameHeader.Size : int.MaxValue;
        var received = connection.ReceiveDirect(target[..wanted], behind, out var errno);
        if (received > 0)
        {
            count = Math.Min(received, wanted);
            CountPayload(connection, count);
        }
        else if (received == 0)
        {
            AtEndOf(connection, "closed by the peer");
        }
        else if (errno != Interop.TryAgain)
        {
            LoseLater(connection, new SocketException(errno).Message);
        }

        return received;
    }

    private void CountPayload(Connection connection, int count)
    {
        _received += count;
        if (IsFramed)
        {
            connection.PayloadLeft -= count;
        }
        else
        {
            connection.LastPayload = count;
        }
    }

    private void EndReceive(Connection connection)
    {
        if (!connection.EndReceive(out var error))
        {
            AtEndOf(connection, error == SocketError.Success ? "closed by the peer" : new SocketException((int)error).Message, error == SocketError.Success);
        }
    }

    private void AtEndOf(Connection connection, string cause, bool orderly = true)
    {
        if (!IsFramed && orderly)
        {
            // The end of the connection is the end of the stream; the sending half goes on.
            _peerFin = true;
            connection.PayloadLeft = 0;
            _kickWanted = true;
        }
        else
        {
            LoseLater(connection, cause);
        }
    }

    private void OnReceived(object? sender, SocketAsyncEventArgs args)
    {
        var connection = (Connection)args.UserToken!;
        var complete = false;
        var count = 0;
        bool kick;
        lock (_rx)
        {
            if (connection.IsDisposed || !ReferenceEquals(connection, _connection))
            {
                connection.EndReceive(out _);
                connection.Dispose();
                connection.ReleaseBuffers();
                return;
            }

            EndReceive(connection);
            if (_reader.IsWaiting)
            {
                complete = TryRead(_readerBuffer.Span, out count) && _reader.TryEnd();
            }
            else if (_closing || _writer.IsWaiting)
            {
                ReceiveControl(connection);
            }
            else
            {
                // Not at once again: a program that only writes looks for acknowledgements itself, which wakes nobody.
                // The next tick does, so it must not be one of a session at rest: the peer's questions go on.
                Parse(connection, default, ahead: true);
                EnsureFastTick();
            }

            kick = TakeKick();
        }

        if (kick)
        {
            Kick(inline: !complete);
        }

        if (complete)
        {
            _reader.Complete(count, inline: true);
        }
    }

    /// <summary>Starts to receive without a reader: control frames are handled, data kept.</summary>
    private void ReceiveControl(Connection connection)
    {
        while (!connection.IsReceiving && !connection.IsBroken)
        {
            Parse(connection, default, ahead: true);
            if (connection.IsBroken || (_peerFin && !IsFramed) || connection.StartReceive(_onReceived))
            {
                return;
            }

            EndReceive(connection);
        }
    }

    /// <summary>Makes sure that acknowledgements are seen while nobody reads.</summary>
    private void EnsureControl()
    {
        bool kick;
        lock (_rx)
        {
            if (_connection is { } connection && !_reader.IsWaiting)
            {
                ReceiveControl(connection);
            }

            kick = TakeKick();
        }

        if (kick)
        {
            Kick();
        }
    }

    private void CancelReader(CancellationToken ct)
    {
        bool waiting;
        lock (_rx)
        {
            waiting = _reader.TryEnd();
        }

        if (waiting)
        {
            _reader.Fail(new OperationCanceledException(ct));
        }
    }
}
