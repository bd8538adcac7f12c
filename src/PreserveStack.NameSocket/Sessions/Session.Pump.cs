// SPDX-License-Identifier: MIT
using System.Buffers.Binary;
using System.Net.Sockets;

namespace PreserveStack.NameSocket;

internal sealed partial class Session
{
    /// <summary>Sends what is due, and resumes a writer for whom there is room now.</summary>
    /// <param name="inline">Resumes it on this thread: only where the thread has nothing else to do.</param>
    private void Kick(bool inline = false)
    {
        if (Volatile.Read(ref _endOfPeer) is { } end)
        {
            End(NameSocketState.Closed, end.Error);
            return;
        }

        // First, so that a server's last acknowledgement and its last word are one segment.
        CheckEnd(inline);
        lock (_tx)
        {
            Pump();
        }

        WakeWriter(inline);
        CheckEnd(inline);
    }

    /// <summary>Sends until the socket is full or nothing is left. Under _tx.</summary>
    private void Pump()
    {
        while (_connection is { IsSending: false, IsBroken: false } connection)
        {
            if ((!connection.HasOutput || connection.AwaitsFrames) && !Compose(connection))
            {
                return;
            }

            var sent = connection.TrySend(_kept, _sent, out var complete, out var errno);
            if (sent >= 0)
            {
                CountSent(sent);
            }
            else if (errno != Interop.TryAgain)
            {
                LoseLater(connection, new SocketException(errno).Message);
                return;
            }

            if (!complete)
            {
                try
                {
                    if (connection.StartSend(_kept, _sent, _onSent))
                    {
                        return;
                    }
                }
                catch (ObjectDisposedException)
                {
                    return;
                }

                EndSend(connection);
            }
        }
    }

    private void OnSent(object? sender, SocketAsyncEventArgs args)
    {
        var connection = (Connection)args.UserToken!;
        lock (_tx)
        {
            if (!ReferenceEquals(connection, _connection) || connection.IsDisposed)
            {
                args.Dispose();
                return;
            }

            EndSend(connection);
            Pump();
        }

        WakeWriter(inline: true);
        CheckEnd(inline: true);
    }

    private void EndSend(Connection connection)
    {
        var sent = connection.EndSend(out var error);
        if (sent < 0)
        {
            LoseLater(connection, new SocketException((int)error).Message);
            return;
        }

        CountSent(sent);
    }

    private void CountSent(int count)
    {
        _sent += count;
        if (IsFramed)
        {
            // The peer may have confirmed what was sent before the kernel told us that it was.
            _kept.Release(Math.Min(Math.Min(_acked, _sent), _kept.End));
        }
        else
        {
            _kept.Release(_sent - (_profile.Mode == SessionMode.Raw ? _options.RetransmissionBuffer : 0));
        }
    }

    /// <summary>Puts the next frames into the head: all control frames that are due, and a header of DATA or FIN.</summary>
    private bool Compose(Connection connection)
    {
        if (!IsFramed)
        {
            return ComposeRaw(connection);
        }

        connection.AwaitsFrames = false;
        ComposeControl(connection);
        var allowed = _acked + _profile.PeerWindow - _sent;
        var count = (int)Math.Min(Math.Min(_kept.End - _sent, Protocol.MaxSentPayload), allowed);
        if (count > 0)
        {
            FrameHeader.Write(connection.FreeHead, FrameType.Data, count);
            connection.AddToHead(FrameHeader.Size);
            connection.FrameLeft = count;
        }
        else if (_finQueued && !connection.FinSent && _sent == _kept.End)
        {
            connection.AddToHead(FrameHeader.WriteNumber(connection.FreeHead, FrameType.Fin, _sent));
            connection.FinSent = true;
        }

        return connection.HasOutput;
    }

    private bool ComposeRaw(Connection connection)
    {
        connection.FrameLeft = (int)Math.Min(_kept.End - _sent, Protocol.MaxSentPayload);
        if (connection.FrameLeft == 0 && _finQueued && !connection.FinSent)
        {
            connection.FinSent = true;
            try
            {
                connection.Socket.Shutdown(SocketShutdown.Send);
            }
            catch (SocketException e)
            {
                LoseLater(connection, e.Message);
            }
        }

        return connection.FrameLeft > 0;
    }

    private void ComposeControl(Connection connection)
    {
        var ackable = Volatile.Read(ref _ackable);
        if (ackable > _ackedOut)
        {
            connection.AddToHead(FrameHeader.WriteNumber(connection.FreeHead, FrameType.Ack, ackable));
            Volatile.Write(ref _ackedOut, ackable);
        }

        if (_pongDue)
        {
            connection.AddToHead(FrameHeader.WriteNumber(connection.FreeHead, FrameType.Pong, _pong));
            _pongDue = false;
        }

        if (_pingDue)
        {
            connection.AddToHead(FrameHeader.WriteNumber(connection.FreeHead, FrameType.Ping, _time.GetTimestamp()));
            _awaitedAt = connection.BytesOutAfterHead;
            _pingDue = false;
        }

        if (_addressesDue is { } endPoints)
        {
            var length = AddressList.Write(connection.FreeHead[FrameHeader.Size..], endPoints);
            FrameHeader.Write(connection.FreeHead, FrameType.Addresses, length);
            connection.AddToHead(FrameHeader.Size + length);
            _addressesDue = null;
        }

        if (_abortDue is { } reason)
        {
            FrameHeader.Write(connection.FreeHead, FrameType.Abort, 4);
            BinaryPrimitives.WriteInt32BigEndian(connection.FreeHead[FrameHeader.Size..], (int)reason);
            connection.AddToHead(FrameHeader.Size + 4);
            _abortDue = null;
        }
    }

    private void TakeAck(Connection connection, long position)
    {
        lock (_tx)
        {
            // What the peer got over an earlier connection it may confirm before it is sent again.
            var sent = Math.Max(_sentBefore, _sent + connection.InFlight);
            var fin = connection.FinSent || _finSentBefore;
            if (position < 0 || position > (fin ? _kept.End + 1 : sent))
            {
                ViolateLater(connection, "ACK of what was not sent");
                return;
            }

            if (position > _acked)
            {
                _acked = position;
                _kept.Release(Math.Min(Math.Min(position, _sent), _kept.End));

                // Otherwise nothing waits for it, and an acknowledgement of ours goes with the next data.
                _kickWanted |= _writer.IsWaiting || _finQueued || _kept.End > _sent;
            }
        }
    }

    private void WakeWriter(bool inline)
    {
        int room;
        lock (_tx)
        {
            room = Room();
            if (!((room > 0 || HasEnded || _finQueued) && _writer.TryEnd()))
            {
                return;
            }
        }

        _writer.Complete(room, inline);
    }
}
