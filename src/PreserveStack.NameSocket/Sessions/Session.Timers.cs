// SPDX-License-Identifier: MIT
namespace PreserveStack.NameSocket;

internal sealed partial class Session
{
    // Also the longest delay of an acknowledgement.
    private static readonly TimeSpan TickInterval = TimeSpan.FromMilliseconds(25);

    private readonly Lock _timerGate = new();
    private ITimer? _timer;
    private volatile bool _fastTick;

    // Guarded by _rx and _tx.
    private int _readsBefore;

    // Since when there is no connection that works: the first sign counts, until one does or is found to.
    private long? _brokenSince;
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

        if (CheckLinger() || CheckExpiry() || CheckOpening())
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

        // Said once: a resume under way would take it for news, and not wait between its attempts.
        suspect = _state != NameSocketState.Suspect && (IsFramed ? WatchFrames(connection, now) : WatchTcp(connection, now));
        if (suspect)
        {
            ChangeState(NameSocketState.Suspect);
            _brokenSince ??= now;
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
        return _expectSince is null && controlled && !_closing ? UntilQuestion(now) : TickInterval;
    }
}
