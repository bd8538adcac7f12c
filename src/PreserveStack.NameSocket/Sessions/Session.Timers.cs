// SPDX-License-Identifier: MIT
namespace PreserveStack.NameSocket;

internal sealed partial class Session
{
    // Also the longest delay of an acknowledgement.
    private static readonly TimeSpan TickInterval = TimeSpan.FromMilliseconds(25);
    private static readonly TimeSpan ActiveFor = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan ActivePing = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan RttSlack = TimeSpan.FromMilliseconds(50);
    private const int MaxPatience = 8;

    private readonly Lock _timerGate = new();
    private ITimer? _timer;
    private volatile bool _fastTick;

    // Guarded by _rx and _tx: only OnTick and Replace touch them.
    private Connection? _watched;
    private int _heardBefore;
    private int _readsBefore;
    private long _bytesBefore;
    private ulong _tcpAckedBefore;

    // Position, in what this connection was given to send, of what an answer is expected to.
    private long _awaitedAt;
    private long _lastHeard;
    private long _lastData;
    private long? _expectSince;
    private long? _brokenSince;
    private int _patience = 1;
    private bool _pingUnanswered;
    private bool _addressesSent;

    /// <summary>What a server offers its clients; null on clients.</summary>
    internal Func<IReadOnlyList<System.Net.IPEndPoint>>? AddressesToOffer { get; set; }

    /// <summary>Acknowledgements and timers are worked on soon. A session at rest has only its heartbeat.</summary>
    private void EnsureFastTick()
    {
        if (!_fastTick)
        {
            ArmTimer(TickInterval, fast: true);
        }
    }

    private void ArmTimer(TimeSpan due, bool fast)
    {
        lock (_timerGate)
        {
            if (HasEnded || _fastTick)
            {
                return;
            }

            _fastTick = fast;
            if (_timer is null)
            {
                _timer = _time.CreateTimer(static s => ((Session)s!).OnTick(), this, due, Timeout.InfiniteTimeSpan);
            }
            else
            {
                _timer.Change(due, Timeout.InfiniteTimeSpan);
            }
        }
    }

    private void OnTick()
    {
        lock (_timerGate)
        {
            _fastTick = false;
        }

        var suspect = false;
        TimeSpan next;
        lock (_rx)
        {
            lock (_tx)
            {
                if (HasEnded)
                {
                    return;
                }

                next = _connection is { } connection ? Examine(connection, out suspect) : UntilExpiry();
            }
        }

        Kick();
        if (suspect)
        {
            OnSuspect();
        }

        if (CheckLinger() || CheckExpiry())
        {
            return;
        }

        ArmTimer(next > TickInterval ? next : TickInterval, next <= TickInterval);
    }

    private TimeSpan UntilExpiry()
    {
        var left = _brokenSince is { } since ? _profile.Lifetime - _time.GetElapsedTime(since) : _profile.Lifetime;
        left = _closing && left > _options.LingerTimeout ? _options.LingerTimeout : left;
        return left > TickInterval ? left : 2 * TickInterval;
    }

    private bool CheckExpiry()
    {
        if (_brokenSince is not { } since || _time.GetElapsedTime(since) < _profile.Lifetime || Current is { IsBroken: false })
        {
            return false;
        }

        End(NameSocketState.Lost, new SessionLostException(SessionLossReason.Expired, $"no connection for {_profile.Lifetime.TotalSeconds:0.#} s"));
        return true;
    }

    /// <summary>Looks at a connection: whether it was heard, whether it should have been.</summary>
    /// <returns>Time until the next look.</returns>
    private TimeSpan Examine(Connection connection, out bool suspect)
    {
        var now = _time.GetTimestamp();
        NoteHeard(connection, now);
        var active = _time.GetElapsedTime(_lastData, now) < ActiveFor;
        suspect = IsFramed ? WatchFrames(now, active) : WatchTcp(connection);
        if (suspect)
        {
            _expectSince = now;
        }

        if (IsFramed)
        {
            if (!_reader.IsWaiting && _reads == _readsBefore)
            {
                ReceiveControl(connection);
            }

            if (!_addressesSent && AddressesToOffer is { } offer)
            {
                _addressesSent = true;
                _addressesDue = offer();
            }
        }

        _readsBefore = _reads;
        var controlled = _reader.IsWaiting || connection.IsReceiving || !IsFramed;
        var idle = _expectSince is null && !active && controlled && !_closing;
        return idle ? _options.HeartbeatInterval - _time.GetElapsedTime(_lastHeard, now) : TickInterval;
    }

    private void NoteHeard(Connection connection, long now)
    {
        if (!ReferenceEquals(_watched, connection) || _heardBefore != connection.Heard)
        {
            if (_state == NameSocketState.Suspect && ReferenceEquals(_watched, connection))
            {
                // A false alarm.
                _patience = Math.Min(2 * _patience, MaxPatience);
                ChangeState(NameSocketState.Connected);
            }

            _watched = connection;
            _heardBefore = connection.Heard;
            _lastHeard = now;
            _expectSince = null;
        }

        if (_received + _sent != _bytesBefore)
        {
            _bytesBefore = _received + _sent;
            _lastData = now;
        }
    }

    private bool WatchFrames(long now, bool active)
    {
        var unconfirmed = _sent > _acked || (_finQueued && _acked <= _kept.End);
        if (!unconfirmed && !_pingUnanswered)
        {
            _expectSince = null;
        }
        else
        {
            _expectSince ??= now;
        }

        var floor = _options.SilenceFloor * _patience;
        var expected = _expectSince is { } since ? _time.GetElapsedTime(since, now) : TimeSpan.Zero;
        var silence = _time.GetElapsedTime(_lastHeard, now);
        if (!_pingUnanswered && ((unconfirmed && expected >= floor / 4) || (active && silence >= ActivePing) || silence >= _options.HeartbeatInterval))
        {
            _pingUnanswered = true;
            _pingDue = true;
            _awaitedAt = long.MaxValue;
            _tcpAckedBefore = TcpAcked();
            _expectSince ??= now;
        }

        return expected >= floor / 2 && IsDead(expected, floor);
    }

    // Version 1 has no questions to ask: only TCP's own acknowledgements show life. None are due while all that was sent
    // has been acknowledged, or while the peer's window is closed: its application may take its time.
    private bool WatchTcp(Connection connection)
    {
        if (_profile.Mode != SessionMode.Raw || !Interop.TryGetTcpInfo(connection.Socket, out var info) || info is not { Unacked: > 0, PeerWindow: > 0 })
        {
            _expectSince = null;
            return false;
        }

        if (_expectSince is null)
        {
            // Whatever it acknowledges shows that the peer's host is alive; there need be no end to what is in flight.
            _expectSince = _time.GetTimestamp();
            _awaitedAt = long.MaxValue;
            _tcpAckedBefore = info.BytesAcked;
        }

        return IsDead(_time.GetElapsedTime(_expectSince.Value), _options.SilenceFloor * _patience);
    }

    private ulong TcpAcked() => _connection is { } connection && Interop.TryGetTcpInfo(connection.Socket, out var info) ? info.BytesAcked : 0;

    /// <summary>Whether silence of that length means more than a slow path.</summary>
    private bool IsDead(TimeSpan expected, TimeSpan floor)
    {
        var limit = floor;
        if (_connection is { } connection && Interop.TryGetTcpInfo(connection.Socket, out var info))
        {
            var byRtt = (3 * TimeSpan.FromMicroseconds(info.RttMicroseconds)) + RttSlack;
            limit = byRtt > floor ? byRtt : floor;
            var moves = info.BytesAcked != _tcpAckedBefore;
            _tcpAckedBefore = info.BytesAcked;
            if (moves && info.BytesAcked < (ulong)_awaitedAt)
            {
                // The queue shrinks, and the question is still in it.
                _expectSince = _time.GetTimestamp();
                return false;
            }
        }

        return expected >= limit;
    }

    private void OnSuspect()
    {
        ChangeState(NameSocketState.Suspect);
        Log(NameSocketLogLevel.Info, "connection is silent");
        _brokenSince ??= _time.GetTimestamp();
        ConnectionFailing?.Invoke("silence");
    }
}
