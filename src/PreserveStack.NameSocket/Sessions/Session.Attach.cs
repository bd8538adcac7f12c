// SPDX-License-Identifier: MIT
using System.Net;
using System.Net.Sockets;

namespace PreserveStack.NameSocket;

internal sealed partial class Session
{
    // Of the peer's addresses that a connection was made to. Guarded by _rx and _tx.
    private AddressReach _nearestPeer = AddressReach.World;

    private int _challenges;

    // Of the last CONFIRM that was taken. Guarded by _rx and _tx.
    private int _challengeConfirmed;

    /// <summary>The counter to tell the peer: bytes received, and one for FIN.</summary>
    internal long ReceivedCounter
    {
        get
        {
            lock (_rx)
            {
                return _peerFin ? _received + 1 : _received;
            }
        }
    }

    /// <summary>The first connection.</summary>
    /// <param name="connection">It.</param>
    /// <param name="opening">On clients, what the server has not answered yet.</param>
    internal void Start(Connection connection, Opening? opening = null)
    {
        lock (_rx)
        {
            lock (_tx)
            {
                connection.PayloadLeft = IsFramed ? 0 : long.MaxValue;
                NotePeer(connection);
                if (opening is not null)
                {
                    Open(connection, opening);
                }

                _connection = connection;
            }
        }

        EnsureFastTick();
    }

    /// <summary>The client's end of a resume in version 2: gives the old connection up and sends CONFIRM on the new one.</summary>
    /// <param name="next">The new connection, on which CHALLENGE has come.</param>
    /// <param name="peerReceived">The counter in CHALLENGE.</param>
    /// <param name="trial">The old connection, if it was only suspect when the resume began.</param>
    /// <param name="cause">Why the resume was made.</param>
    /// <param name="confirm">Makes CONFIRM from the counter received and the start.</param>
    internal ResumeOutcome ResumeAsClient(Connection next, long peerReceived, Trial? trial, string cause, Func<long, long, byte[]> confirm)
    {
        lock (_rx)
        {
            lock (_tx)
            {
                if (HasEnded)
                {
                    return ResumeOutcome.Ended;
                }

                if (trial is { } old && old.IsProven(_connection))
                {
                    return ResumeOutcome.Unneeded;
                }

                if (peerReceived < 0 || peerReceived > Math.Max(_sentBefore, _sent) + (_finQueued ? 1 : 0))
                {
                    return ResumeOutcome.Impossible;
                }

                var start = Math.Clamp(peerReceived, _kept.Start, _kept.End);
                next.AddPacket(confirm(_peerFin ? _received + 1 : _received, start), withFrames: true);
                _opening = null;
                Replace(next, start, peerReceived > _kept.End, overlap: 0, cause);
            }
        }

        AfterReplace("session resumed");
        return ResumeOutcome.Resumed;
    }

    /// <summary>Numbers the CHALLENGEs, from 1 on: a CONFIRM may be late, and then a later one has been answered.</summary>
    internal int NextChallenge() => Interlocked.Increment(ref _challenges);

    /// <summary>The server's end of a resume in version 2.</summary>
    /// <param name="next">The new connection.</param>
    /// <param name="challenge">Number of the CHALLENGE that was answered.</param>
    /// <param name="peerReceived">The counter in CONFIRM.</param>
    /// <param name="start">Where the client begins to send.</param>
    internal ResumeOutcome ResumeAsServer(Connection next, int challenge, long peerReceived, long start)
    {
        lock (_rx)
        {
            lock (_tx)
            {
                if (HasEnded)
                {
                    return ResumeOutcome.Ended;
                }

                if (challenge < _challengeConfirmed)
                {
                    return ResumeOutcome.Superseded;
                }

                if (start < 0 || start > _received || peerReceived < _kept.Start || peerReceived > Math.Max(_sentBefore, _sent) + (_finQueued ? 1 : 0))
                {
                    return ResumeOutcome.Impossible;
                }

                _challengeConfirmed = challenge;
                Replace(next, Math.Min(peerReceived, _kept.End), peerReceived > _kept.End, _received - start, "the client resumed");
            }
        }

        AfterReplace("session resumed");
        return ResumeOutcome.Resumed;
    }

    /// <summary>Both ends of a resume in version 1: the peer's counter has only the lower 32 bits.</summary>
    /// <param name="next">The new connection.</param>
    /// <param name="peerReceived">The counter in RESUME or RESUME_ACK.</param>
    /// <param name="acknowledge">On the server: makes RESUME_ACK from the counter received.</param>
    /// <param name="cause">Why the resume was made.</param>
    internal ResumeOutcome ResumeRaw(Connection next, uint peerReceived, Func<uint, byte[]>? acknowledge, string cause)
    {
        lock (_rx)
        {
            lock (_tx)
            {
                if (HasEnded)
                {
                    return ResumeOutcome.Ended;
                }

                var sent = Math.Max(_sentBefore, _sent);
                var loss = unchecked((uint)sent - peerReceived);
                if (loss > sent - _kept.Start)
                {
                    return ResumeOutcome.Impossible;
                }

                if (acknowledge is not null)
                {
                    next.AddPacket(acknowledge(unchecked((uint)_received)), withFrames: false);
                }

                Replace(next, sent - loss, finReceived: false, overlap: 0, cause);
            }
        }

        AfterReplace("session resumed");
        return ResumeOutcome.Resumed;
    }

    /// <summary>Gives the old connection up before a resume in version 1, whose RESUME says once how much was received.</summary>
    internal uint Freeze()
    {
        lock (_rx)
        {
            lock (_tx)
            {
                _connection?.Dispose();
                _connection?.ReleaseBuffers();
                _connection = null;
                return unchecked((uint)_received);
            }
        }
    }

    private void NotePeer(Connection connection)
    {
        if (!_profile.IsClient)
        {
            // Only clients are told addresses.
            return;
        }

        try
        {
            var reach = connection.Socket.RemoteEndPoint is IPEndPoint peer ? AddressReaches.Of(peer.Address) : AddressReach.World;
            _nearestPeer = reach < _nearestPeer ? reach : _nearestPeer;
        }
        catch (Exception e) when (e is ObjectDisposedException or SocketException)
        {
            // It is gone already, and nothing will come from it.
        }
    }

    private void Replace(Connection next, long start, bool finReceived, long overlap, string cause)
    {
        _connection?.Dispose();
        _connection?.ReleaseBuffers();
        _sentBefore = Math.Max(_sentBefore, _sent);
        _finSentBefore |= _connection?.FinSent ?? false;
        _sent = start;
        next.FinSent = finReceived;
        next.Overlap = overlap;
        next.PayloadLeft = IsFramed ? 0 : long.MaxValue;
        NotePeer(next);
        _connection = next;

        // What was last said on the old connection may not have arrived; and the new one has to prove itself.
        _ackedOut = 0;
        _pingDue = IsFramed;
        _pingUnanswered = IsFramed;
        _awaitedAt = long.MaxValue;
        _addressesSent = false;
        _patience = 1;
        Metrics.CountResume(_profile.IsClient, _sentBefore - start);
        var report = new ResumeReport(cause, _brokenSince is { } since ? _time.GetElapsedTime(since) : TimeSpan.Zero, _sentBefore - start);
        _brokenSince = null;
        ChangeState(NameSocketState.Connected);
        ThreadPool.UnsafeQueueUserWorkItem(static s => s.Session.Resumed?.Invoke(s.Report), (Session: this, Report: report), preferLocal: false);
        Pump();
    }

    /// <summary>A reader that waited for the old connection waits for the new one.</summary>
    private void AfterReplace(string what)
    {
        var complete = false;
        var count = 0;
        lock (_rx)
        {
            if (_reader.IsWaiting)
            {
                complete = TryRead(_readerBuffer.Span, out count) && _reader.TryEnd();
            }
            else if (IsFramed && _connection is { } connection)
            {
                ReceiveControl(connection);
            }
        }

        if (complete)
        {
            _reader.Complete(count, inline: false);
        }

        Log(NameSocketLogLevel.Info, what);
        Kick();
        EnsureFastTick();
    }
}
