// SPDX-License-Identifier: MIT
namespace PreserveStack.NameSocket;

// Early sessions: the client writes before the server has answered (docs/namesocket-protocol.md, section 3.1).
internal sealed partial class Session
{
    // Written under both locks.
    private volatile Opening? _opening;
    private long _openedAt;

    /// <summary>On clients, what the server has not answered yet.</summary>
    internal Opening? Opening => _opening;

    /// <summary>What a client dialled; null if it does not remember servers.</summary>
    internal string? Dialled { get; init; }

    /// <summary>The client's end, when the server could not take the session early: everything is sent again.</summary>
    internal ResumeOutcome BeginAnew(Connection next, SessionProfile profile)
    {
        lock (_rx)
        {
            lock (_tx)
            {
                if (HasEnded)
                {
                    return ResumeOutcome.Ended;
                }

                if (_opening is null)
                {
                    return ResumeOutcome.Unneeded;
                }

                _connection?.Dispose();
                _connection?.ReleaseBuffers();
                _profile = profile;
                _opening = null;
                _sent = 0;
                _ackedOut = 0;
                _pingUnanswered = false;
                _awaitedAt = long.MaxValue;
                _brokenSince = null;
                next.PayloadLeft = 0;
                NotePeer(next);
                _connection = next;
                ChangeState(NameSocketState.Connected);
                Pump();
            }
        }

        AfterReplace("session begun anew");
        return ResumeOutcome.Resumed;
    }

    private void Open(Connection connection, Opening opening)
    {
        _opening = opening;
        _openedAt = _time.GetTimestamp();
        connection.AddPacket(opening.Packet, withFrames: true);
        connection.AwaitsAnswer = true;

        // The packet waits for the first write; for a client that reads first it must not.
        _kickWanted = true;
    }

    /// <summary>Takes the server's answer to the first packet.</summary>
    /// <returns>False if it has not been received as a whole, or ends the connection.</returns>
    private bool TakeAnswer(Connection connection, ReadOnlySpan<byte> source)
    {
        if (PacketHeader.Is(source, V2PacketType.EarlyAck))
        {
            return source.Length >= V2Packets.EarlyAckLength && TakeEarlyAck(connection, source[..V2Packets.EarlyAckLength]);
        }

        if (PacketHeader.Is(source, V2PacketType.Challenge))
        {
            LoseLater(connection, "the same packet has come over another connection");
        }
        else if (!PacketHeader.Is(source, V2PacketType.Refused))
        {
            Misbehave(connection, "no answer to EARLY");
        }
        else if (source.Length >= V2Packets.RefusedLength)
        {
            TakeRefusal(connection, V2Fields.RefusedReason(source));
        }

        return false;
    }

    private void Misbehave(Connection connection, string what)
    {
        _opening?.Forget();
        ViolateLater(connection, what);
    }

    private bool TakeEarlyAck(Connection connection, ReadOnlySpan<byte> packet)
    {
        if (_opening is { } opening && !opening.IsAcceptedBy(packet))
        {
            Misbehave(connection, "EARLY_ACK is not from the server whose key is known");
            return false;
        }

        connection.Consume(packet.Length);
        connection.AwaitsAnswer = false;
        lock (_tx)
        {
            _opening = null;
        }

        return true;
    }

    private void TakeRefusal(Connection connection, RefusalReason reason)
    {
        if (reason == RefusalReason.UnknownKey && _opening is { } opening)
        {
            opening.Refuse();
            LoseLater(connection, "the server does not know the key of an earlier session any more");
            return;
        }

        connection.IsBroken = true;
        _endOfPeer = new PeerEnd(ClientHandshake.Refusal(reason));
        _kickWanted = true;
    }

    private void TakeEarlyOffer(Connection connection, uint seconds)
    {
        if (_profile.Server is { } server && connection.NameOfServer(Dialled) is { } name)
        {
            KnownServers.Remember(name, server, TimeSpan.FromSeconds(seconds), _time);
        }
    }

    /// <summary>Ends a session that no server has answered in time.</summary>
    private bool CheckOpening()
    {
        if (_opening is null || _time.GetElapsedTime(_openedAt) < _options.HandshakeTimeout)
        {
            return false;
        }

        _opening?.Forget();
        End(NameSocketState.Lost, ClientHandshake.NoAnswer(_options, null));
        return true;
    }
}
