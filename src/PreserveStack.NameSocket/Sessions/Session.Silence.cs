// SPDX-License-Identifier: MIT
namespace PreserveStack.NameSocket;

// Whether the connection is dead though nobody has reported an error (docs/namesocket-protocol.md, section 6).
internal sealed partial class Session
{
    private static readonly TimeSpan RttSlack = TimeSpan.FromMilliseconds(50);
    private const int MaxPatience = 8;

    // Silences of a program whose host acknowledges the questions to it: it has too much to do, or a proxy speaks for it.
    private const int BusyFor = 4;

    // Guarded by _rx and _tx: only OnTick and Replace touch what follows.
    private Connection? _watched;
    private int _heardBefore;
    private long _lastHeard;
    private long _bytesBefore;
    private long _lastData;
    private Rhythm _rhythm;

    private int _patience = 1;
    private long? _expectSince;
    private bool _pingUnanswered;

    // Position, in what this connection was given to send, of what an answer is expected to.
    private long _awaitedAt;

    // What the kernel last told, when it last told of a segment from the peer's host, and since when it waits for one in vain.
    private ulong _tcpAckedBefore;
    private uint _segmentsBefore;
    private long _hostHeard;
    private long? _stuckSince;

    private void NoteHeard(Connection connection, long now)
    {
        var isNew = !ReferenceEquals(_watched, connection);
        if (isNew || _heardBefore != connection.Heard)
        {
            _heardBefore = connection.Heard;
            _lastHeard = now;
            _expectSince = null;
            if (isNew)
            {
                _watched = connection;
                _lastData = now;
                NoteTcp(TcpInfoOf(connection), now);
            }
            else if (_state == NameSocketState.Suspect)
            {
                // A false alarm.
                _patience = Math.Min(2 * _patience, MaxPatience);
                _brokenSince = null;
                ChangeState(NameSocketState.Connected);
            }
        }

        if (_received + _sent != _bytesBefore)
        {
            _bytesBefore = _received + _sent;
            _rhythm.NoteData(_time.GetElapsedTime(_lastData, now));
            _lastData = now;
        }
    }

    private bool WatchFrames(Connection connection, long now)
    {
        var unconfirmed = _sent > _acked || (_finQueued && _acked <= _kept.End);
        _expectSince = unconfirmed || _pingUnanswered || connection.AwaitsAnswer ? _expectSince ?? now : null;
        var floor = _options.SilenceFloor * _patience;
        var expected = _expectSince is { } since ? _time.GetElapsedTime(since, now) : TimeSpan.Zero;
        if (!_pingUnanswered && (expected >= floor / 4 || UntilQuestion(now) <= TimeSpan.Zero))
        {
            _pingUnanswered = true;
            _pingDue = true;
            _awaitedAt = long.MaxValue;
            _rhythm.NoteQuestion();
            NoteTcp(TcpInfoOf(connection), now);
            _expectSince ??= now;
        }

        return expected >= floor / 4 && IsDead(TcpInfoOf(connection), now, expected, floor);
    }

    /// <summary>Time until a peer of which nothing is expected is asked whether it is there.</summary>
    private TimeSpan UntilQuestion(long now) => (IsFramed ? _rhythm.Quiet : _options.HeartbeatInterval) - _time.GetElapsedTime(_lastHeard, now);

    // Version 1 has no questions to ask: only TCP's own acknowledgements show life. None are due while all that was sent
    // has been acknowledged, or while the peer's window is closed: its application may take its time.
    private bool WatchTcp(Connection connection, long now)
    {
        if (_profile.Mode != SessionMode.Raw || TcpInfoOf(connection) is not { Unacked: > 0, PeerWindow: > 0 } info)
        {
            _expectSince = null;
            return false;
        }

        if (_expectSince is null)
        {
            // Whatever it acknowledges shows that the peer's host is alive; there need be no end to what is in flight.
            _expectSince = now;
            _awaitedAt = long.MaxValue;
            NoteTcp(info, now);
        }

        return IsDead(info, now, _time.GetElapsedTime(_expectSince.Value, now), _options.SilenceFloor * _patience);
    }

    private static Interop.TcpInfo? TcpInfoOf(Connection connection) => Interop.TryGetTcpInfo(connection.Socket, out var info) ? info : null;

    /// <summary>Where the kernel is as the peer begins to be waited for: what it tells later is compared with it.</summary>
    private void NoteTcp(Interop.TcpInfo? told, long now)
    {
        _hostHeard = _lastHeard;
        _stuckSince = null;
        if (told is { } info)
        {
            _segmentsBefore = info.SegmentsIn;
            Look(info, now);
        }
    }

    private void Look(in Interop.TcpInfo info, long now)
    {
        if (info.SegmentsIn != _segmentsBefore)
        {
            _hostHeard = now;
            _stuckSince = null;
        }

        _stuckSince = info.Unacked > 0 ? _stuckSince ?? now : null;
        (_tcpAckedBefore, _segmentsBefore) = (info.BytesAcked, info.SegmentsIn);
    }

    /// <summary>Whether silence of that length means more than a slow path or a busy program.</summary>
    private bool IsDead(Interop.TcpInfo? told, long now, TimeSpan expected, TimeSpan floor)
    {
        if (told is not { } info)
        {
            return expected >= floor;
        }

        var limit = Longer((3 * TimeSpan.FromMicroseconds(info.RttMicroseconds)) + RttSlack, floor);
        var acknowledges = info.BytesAcked != _tcpAckedBefore;
        Look(info, now);
        if (acknowledges && info.BytesAcked < (ulong)_awaitedAt)
        {
            // The queue shrinks, and the question is still in it.
            _expectSince = now;
            return false;
        }

        var hostSilence = _time.GetElapsedTime(_hostHeard, now);
        if (info.Unacked == 0 && hostSilence >= limit / 2)
        {
            // The question has arrived. Another one shows whether the path is still there.
            _pingDue |= _pingUnanswered;
        }

        // On a busy host this look may come late: what counts is that the kernel has waited for the peer's all the time.
        var pathIsDead = hostSilence >= limit && _stuckSince is { } since && _time.GetElapsedTime(since, now) >= limit / 2;
        return expected >= (pathIsDead ? limit : BusyFor * limit);
    }

    private static TimeSpan Longer(TimeSpan one, TimeSpan other) => one > other ? one : other;

    private void OnSuspect()
    {
        Log(NameSocketLogLevel.Info, "connection is silent");
        ConnectionFailing?.Invoke("silence");
    }
}
