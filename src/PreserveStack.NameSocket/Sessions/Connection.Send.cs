// SPDX-License-Identifier: MIT
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace PreserveStack.NameSocket;

internal sealed partial class Connection
{
    private const int MaxVectors = 8;

    // Up to here one more copy costs less than having the kernel gather pieces.
    private const int CopiedLength = 4096;

    // Room for one of each control frame, a handshake packet and a DATA header.
    private readonly byte[] _head = new byte[512];
    private int _headStart;
    private int _headEnd;

    /// <summary>A send operation is with the socket; nobody else may send.</summary>
    internal bool IsSending { get; private set; }

    /// <summary>Payload of the current DATA frame that has not been sent; it follows the head.</summary>
    internal int FrameLeft { get; set; }

    /// <summary>Payload that a send operation is working on.</summary>
    internal int InFlight { get; private set; }

    internal bool FinSent { get; set; }

    /// <summary>Bytes given to the kernel so far; its count of acknowledged bytes is compared with it.</summary>
    internal long BytesOut { get; private set; }

    /// <summary>What <see cref="BytesOut"/> will be when all that is in the head has gone.</summary>
    internal long BytesOutAfterHead => BytesOut + _headEnd - _headStart;

    /// <summary>Bytes were sent in a handshake.</summary>
    internal void CountHandshake(int count) => BytesOut += count;

    internal bool HasOutput => _headEnd > _headStart || FrameLeft > 0;

    /// <summary>Where the next control frame or header goes. Only to be used while no frame is half sent.</summary>
    internal Span<byte> FreeHead => _head.AsSpan(_headEnd);

    internal void AddToHead(int count) => _headEnd += count;

    /// <summary>The head has a packet with which the frames that are due may go along.</summary>
    internal bool AwaitsFrames { get; set; }

    /// <summary>Puts a handshake packet before all frames.</summary>
    /// <param name="packet">It.</param>
    /// <param name="withFrames">Whether frames may go along with it.</param>
    internal void AddPacket(ReadOnlySpan<byte> packet, bool withFrames)
    {
        packet.CopyTo(FreeHead);
        AddToHead(packet.Length);
        AwaitsFrames = withFrames;
    }

    /// <summary>Sends the head and the frame's payload in one system call, without waiting.</summary>
    /// <returns>Bytes of payload sent; -1 if nothing could be sent now or the connection failed, as errno says.</returns>
    internal int TrySend(SegmentChain kept, long position, out bool complete, out int errno)
    {
        var wanted = _headEnd - _headStart + FrameLeft;
        var sent = wanted <= CopiedLength
            ? SendCopy(kept, position, wanted, out errno)
            : SendPieces(kept, position, ref wanted, out errno);
        complete = sent == wanted;
        return sent < 0 ? -1 : TakeSent((int)sent);
    }

    [SkipLocalsInit]
    private unsafe nint SendCopy(SegmentChain kept, long position, int wanted, out int errno)
    {
        Span<byte> copy = stackalloc byte[CopiedLength];
        _head.AsSpan(_headStart.._headEnd).CopyTo(copy);
        for (var filled = _headEnd - _headStart; filled < wanted;)
        {
            var piece = kept.PieceAt(position).Span;
            var length = Math.Min(piece.Length, wanted - filled);
            piece[..length].CopyTo(copy[filled..]);
            filled += length;
            position += length;
        }

        fixed (byte* start = copy)
        {
            return Interop.Send(Handle, start, (nuint)wanted, out errno);
        }
    }

    private unsafe nint SendPieces(SegmentChain kept, long position, ref int wanted, out int errno)
    {
        var vectors = stackalloc Interop.IoVector[MaxVectors];
        fixed (byte* head = _head)
        {
            var count = 0;
            var headCount = _headEnd - _headStart;
            if (headCount > 0)
            {
                vectors[count++] = new Interop.IoVector { Base = head + _headStart, Length = (nuint)headCount };
            }

            wanted = headCount;
            for (var left = FrameLeft; left > 0 && count < MaxVectors;)
            {
                var piece = kept.PieceAt(position).Span;
                var length = Math.Min(piece.Length, left);

                // Segments are pinned.
                vectors[count++] = new Interop.IoVector { Base = (byte*)Unsafe.AsPointer(ref MemoryMarshal.GetReference(piece)), Length = (nuint)length };
                left -= length;
                position += length;
                wanted += length;
            }

            var message = new Interop.MessageHeader { Vectors = vectors, VectorCount = (nuint)count };
            return Interop.SendMessage(Handle, &message, out errno);
        }
    }

    /// <summary>Lets the socket send the next piece when it can.</summary>
    /// <returns>True if it is under way and the callback will come, false if <see cref="EndSend"/> has the result now.</returns>
    internal bool StartSend(SegmentChain kept, long position, EventHandler<SocketAsyncEventArgs> completed)
    {
        if (_sendArgs is null)
        {
            _sendArgs = new SocketAsyncEventArgs(true) { UserToken = this };
            _sendArgs.Completed += completed;
        }

        var head = _head.AsMemory(_headStart, _headEnd - _headStart);
        var piece = kept.PieceAt(position);
        InFlight = head.IsEmpty ? Math.Min(piece.Length, FrameLeft) : 0;
        _sendArgs.SetBuffer(head.IsEmpty ? piece[..InFlight] : head);
        IsSending = true;
        return Socket.SendAsync(_sendArgs);
    }

    /// <summary>Takes the result of a send.</summary>
    /// <returns>Bytes of payload sent; -1 if the connection failed.</returns>
    internal int EndSend(out SocketError error)
    {
        IsSending = false;
        InFlight = 0;
        error = _sendArgs!.SocketError;
        return error == SocketError.Success ? TakeSent(_sendArgs.BytesTransferred) : -1;
    }

    private int TakeSent(int sent)
    {
        BytesOut += sent;
        var fromHead = Math.Min(sent, _headEnd - _headStart);
        _headStart += fromHead;
        if (_headStart == _headEnd)
        {
            _headStart = 0;
            _headEnd = 0;
        }

        FrameLeft -= sent - fromHead;
        return sent - fromHead;
    }
}
