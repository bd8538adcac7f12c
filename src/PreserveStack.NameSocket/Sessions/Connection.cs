// SPDX-License-Identifier: MIT
using System.Buffers;
using System.Net.Sockets;

namespace PreserveStack.NameSocket;

/// <summary>
/// One TCP connection of a session, and all state that dies with it. The receiving half is guarded by the session's
/// receive lock, the sending half by its send lock.
/// </summary>
internal sealed partial class Connection : IDisposable
{
    // Sessions that wait hold the small one; a stream that fills it gets the large one.
    private const int SmallBuffer = 16 * 1024;
    private const int LargeBuffer = 64 * 1024;

    // From this size on payload goes straight to the reader, and only the next header is read behind it.
    private const int LargePayload = 16 * 1024;
    private readonly SocketAsyncEventArgs _receiveArgs = new(true);
    private SocketAsyncEventArgs? _sendArgs;
    private byte[]? _in;
    private bool _wantsLarge;
    private bool _isProbing;
    private int _disposed;

    internal Connection(Socket socket)
    {
        Socket = socket;
        Handle = socket.SafeHandle;
    }

    internal Socket Socket { get; }

    internal SafeSocketHandle Handle { get; }

    /// <summary>The server at the other end, reached by what was dialled; null if that is not known, or the connection gone.</summary>
    internal ServerName? NameOfServer(string? dialled)
    {
        try
        {
            return dialled is not null && Socket.RemoteEndPoint is { } endPoint ? new ServerName(dialled, endPoint) : null;
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            return null;
        }
    }

    /// <summary>Set once; nothing is sent or received any more.</summary>
    internal bool IsBroken { get; set; }

    internal bool IsDisposed => Volatile.Read(ref _disposed) != 0;

    /// <summary>Receive calls that brought bytes; the timers see from it whether the peer was heard.</summary>
    internal int Heard { get; private set; }

    /// <summary>A receive operation is with the socket; nobody else may receive.</summary>
    internal bool IsReceiving { get; private set; }

    /// <summary>Bytes of the current DATA frame's payload that have not been received.</summary>
    internal long PayloadLeft { get; set; }

    /// <summary>Length of the last DATA frame: tells how the next receive is best laid out.</summary>
    internal int LastPayload { get; set; }

    /// <summary>Large frames come one after the other: payload goes straight to the reader, headers are received alone.</summary>
    internal bool IsStreaming => LastPayload >= LargePayload;

    /// <summary>Payload at the start of this connection that came over the one before already.</summary>
    internal long Overlap { get; set; }

    /// <summary>The peer has to answer an early session's first packet before it sends frames.</summary>
    internal bool AwaitsAnswer { get; set; }

    internal int InStart { get; private set; }

    internal int InEnd { get; private set; }

    internal int InCount => InEnd - InStart;

    /// <summary>Bytes received and not looked at.</summary>
    internal ReadOnlySpan<byte> In => _in.AsSpan(InStart, InCount);

    internal void Consume(int count)
    {
        InStart += count;
        if (InStart == InEnd)
        {
            InStart = 0;
            InEnd = 0;
        }
    }

    /// <summary>Receives, in a handshake, until there are so many bytes.</summary>
    /// <returns>False if the peer closed first.</returns>
    internal async ValueTask<bool> FillAsync(int count, CancellationToken ct)
    {
        while (InCount < count)
        {
            MakeRoom();
            var received = await Socket.ReceiveAsync(_in.AsMemory(InEnd), SocketFlags.None, ct).ConfigureAwait(false);
            if (received == 0)
            {
                return false;
            }

            InEnd += received;
        }

        return true;
    }

    /// <summary>Starts a receive into the buffer.</summary>
    /// <param name="completed">Called when it has ended, if it is under way.</param>
    /// <param name="probe">Only wait until there is something, and leave it to be received elsewhere.</param>
    /// <returns>True if it is under way and the callback will come, false if <see cref="EndReceive"/> has the result now.</returns>
    internal bool StartReceive(EventHandler<SocketAsyncEventArgs> completed, bool probe = false)
    {
        if (_receiveArgs.UserToken is null)
        {
            _receiveArgs.UserToken = this;
            _receiveArgs.Completed += completed;
        }

        MakeRoom();

        // The runtime takes a receive of no bytes for a question whether there are any.
        _isProbing = probe;
        _receiveArgs.SetBuffer(_in, InEnd, probe ? 0 : _in!.Length - InEnd);
        IsReceiving = true;
        return Socket.ReceiveAsync(_receiveArgs);
    }

    /// <summary>Takes the result of a receive.</summary>
    /// <returns>False if the connection is at its end.</returns>
    internal bool EndReceive(out SocketError error)
    {
        IsReceiving = false;
        error = _receiveArgs.SocketError;
        if (_isProbing && error == SocketError.Success)
        {
            return true;
        }

        if (error != SocketError.Success || _receiveArgs.BytesTransferred == 0)
        {
            return false;
        }

        InEnd += _receiveArgs.BytesTransferred;
        _wantsLarge |= InEnd == _in!.Length;
        Heard++;
        return true;
    }

    /// <summary>Receives without waiting: first into the caller's memory, then into the buffer.</summary>
    /// <param name="target">Where payload goes.</param>
    /// <param name="behind">Most bytes that go into the buffer.</param>
    /// <param name="errno">Why nothing was received.</param>
    /// <returns>Bytes received in all; 0 at the end; -1 if there are none now or the connection failed, as errno says.</returns>
    internal unsafe int ReceiveDirect(Span<byte> target, int behind, out int errno)
    {
        MakeRoom();
        fixed (byte* direct = target)
        fixed (byte* buffered = _in)
        {
            var vectors = stackalloc Interop.IoVector[2];
            vectors[0] = new Interop.IoVector { Base = direct, Length = (nuint)target.Length };
            vectors[1] = new Interop.IoVector { Base = buffered + InEnd, Length = (nuint)Math.Min(behind, _in!.Length - InEnd) };
            var message = new Interop.MessageHeader { Vectors = vectors, VectorCount = 2 };
            var received = Interop.ReceiveMessage(Handle, &message, out errno);
            if (received > 0)
            {
                Heard++;
                InEnd += Math.Max(0, (int)received - target.Length);
            }

            return (int)received;
        }
    }

    /// <summary>Makes <see cref="Dispose"/> tell the peer that this is no orderly end.</summary>
    internal void ResetOnDispose()
    {
        if (!IsDisposed)
        {
            try
            {
                Socket.LingerState = new LingerOption(true, 0);
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException)
            {
                // It is gone already.
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _disposed, 1) == 0)
        {
            IsBroken = true;
            Socket.Dispose();
        }
    }

    /// <summary>Gives the buffers back; only when no operation is with the socket.</summary>
    internal void ReleaseBuffers()
    {
        if (_in is not null && !IsReceiving)
        {
            ArrayPool<byte>.Shared.Return(_in);
            _in = null;
            InStart = 0;
            InEnd = 0;
            _receiveArgs.Dispose();
        }
    }

    private void MakeRoom()
    {
        if (_wantsLarge && InCount == 0 && _in is { Length: < LargeBuffer })
        {
            ArrayPool<byte>.Shared.Return(_in);
            _in = ArrayPool<byte>.Shared.Rent(LargeBuffer);
        }

        _in ??= ArrayPool<byte>.Shared.Rent(SmallBuffer);
        if (InStart > 0 && _in.Length - InEnd < SmallBuffer / 2)
        {
            _in.AsSpan(InStart, InCount).CopyTo(_in);
            InEnd -= InStart;
            InStart = 0;
        }
    }
}
