// SPDX-License-Identifier: MIT
using System.Buffers.Binary;

namespace PreserveStack.NameSocket;

internal sealed partial class Session
{
    /// <summary>
    /// Goes through what the connection has received: payload is copied to the target, and when that is full, kept or
    /// left where it is; control frames are handled.
    /// </summary>
    /// <returns>Bytes copied to the target.</returns>
    private int Parse(Connection connection, Span<byte> target, bool ahead)
    {
        var copied = 0;
        while (!connection.IsBroken)
        {
            if (connection.PayloadLeft > 0)
            {
                if (!TakePayload(connection, target, ref copied, ahead))
                {
                    return copied;
                }
            }
            else if (!IsFramed || !TakeFrame(connection, atBoundary: copied > 0))
            {
                return copied;
            }
        }

        return copied;
    }

    private bool TakePayload(Connection connection, Span<byte> target, ref int copied, bool ahead)
    {
        var payload = connection.In;
        payload = payload[..(int)Math.Min(payload.Length, connection.PayloadLeft)];
        if (connection.Overlap > 0)
        {
            var dropped = (int)Math.Min(payload.Length, connection.Overlap);
            connection.Overlap -= dropped;
            connection.Consume(dropped);
            connection.PayloadLeft -= IsFramed ? dropped : 0;
            return dropped > 0;
        }

        if (copied < target.Length)
        {
            payload = payload[..Math.Min(payload.Length, target.Length - copied)];
            payload.CopyTo(target[copied..]);
            copied += payload.Length;
        }
        else if (_closing || _readClosed)
        {
            // Nobody will read it. It counts as taken, so that the peer comes to its end.
            _discarded |= !payload.IsEmpty;
            _consumed += payload.Length;
        }
        else if (ahead)
        {
            _ahead.Append(payload);
        }
        else
        {
            return false;
        }

        CountPayload(connection, payload.Length);
        connection.Consume(payload.Length);
        if (_closing || _readClosed)
        {
            UpdateAckable();
        }

        if (IsFramed && _received - _consumed > (long)_options.ReceiveWindow + copied)
        {
            ViolateLater(connection, "more data than the window allows");
        }

        return !payload.IsEmpty;
    }

    /// <summary>Takes the next header, and the payload of a control frame with it.</summary>
    /// <returns>False if it has not been received as a whole.</returns>
    private bool TakeFrame(Connection connection, bool atBoundary)
    {
        var source = connection.In;
        if (source.Length < FrameHeader.Size)
        {
            return false;
        }

        if (connection.AwaitsAnswer)
        {
            return TakeAnswer(connection, source);
        }

        var header = FrameHeader.Read(source);
        if (!header.IsValid || (_peerFin && header.Type == FrameType.Data && connection.Overlap == 0))
        {
            ViolateLater(connection, $"frame type {(byte)header.Type:x2} with {header.Length} bytes");
            return false;
        }

        if (header.Type == FrameType.Data)
        {
            connection.Consume(FrameHeader.Size);
            connection.PayloadLeft = header.Length;
            connection.LastPayload = header.Length;
            return true;
        }

        if (source.Length < FrameHeader.Size + header.Length || (atBoundary && header.Type == FrameType.Abort))
        {
            return false;
        }

        TakeControl(connection, header.Type, source.Slice(FrameHeader.Size, header.Length));
        connection.Consume(FrameHeader.Size + header.Length);
        return true;
    }

    private void TakeControl(Connection connection, FrameType type, ReadOnlySpan<byte> payload)
    {
        switch (type)
        {
            case FrameType.Ack:
                TakeAck(connection, BinaryPrimitives.ReadInt64BigEndian(payload));
                break;
            case FrameType.Ping:
                lock (_tx)
                {
                    _pong = BinaryPrimitives.ReadInt64BigEndian(payload);
                    _pongDue = true;
                }

                _kickWanted = true;
                break;
            case FrameType.Pong:
                _pingUnanswered = false;
                break;
            case FrameType.Addresses when _profile.IsClient && AddressList.TryParse(payload, out var endPoints):
                Offered = AddressReaches.Believable(endPoints, _nearestPeer);
                break;
            case FrameType.Addresses when _profile.IsClient:
                ViolateLater(connection, "malformed ADDRESSES");
                break;
            case FrameType.Fin:
                TakeFin(connection, BinaryPrimitives.ReadInt64BigEndian(payload));
                break;
            case FrameType.Abort:
                TakeAbort(connection, BinaryPrimitives.ReadInt32BigEndian(payload));
                break;
            case FrameType.EarlyOffer:
                TakeEarlyOffer(connection, BinaryPrimitives.ReadUInt32BigEndian(payload));
                break;
            default:
                break;
        }
    }

    private void TakeFin(Connection connection, long length)
    {
        if (length != _received || connection.Overlap > 0)
        {
            ViolateLater(connection, "FIN does not fit the data");
            return;
        }

        _peerFin = true;
        UpdateAckable();
    }

    private void TakeAbort(Connection connection, int code)
    {
        var reason = Enum.IsDefined((AbortReason)code) ? (AbortReason)code : AbortReason.Application;
        var complete = reason == AbortReason.Complete && _peerFin;
        connection.IsBroken = true;
        _endOfPeer = new PeerEnd(complete ? null : new SessionAbortedException(reason, byPeer: true, $"the peer aborted the session: {reason}"));
        _kickWanted = true;
    }

    /// <summary>What the peer's ABORT makes of the session: an orderly end, or an error.</summary>
    private sealed record PeerEnd(Exception? Error);
}
