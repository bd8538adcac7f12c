// SPDX-License-Identifier: MIT
using System.Buffers;
using System.Net.Sockets;
using PreserveStack.NameSocket;
using Session = PreserveStack.NameSocket.NameSocket;

namespace PreserveStack.Cli.Sessions;

/// <summary>
/// Carries one TCP connection over one session. Each direction ends for itself, so half-closed connections work; what
/// fails on one side is a reset on the other. Neither side is read further than the other one takes.
/// </summary>
internal sealed class TcpRelay(Socket tcp, Session session)
{
    private const int BufferSize = 32 * 1024;
    private long _fromTcp;
    private long _fromSession;
    private Exception? _failure;

    /// <summary>Bytes from the connection to the session.</summary>
    public long FromTcp => Volatile.Read(ref _fromTcp);

    /// <summary>Bytes from the session to the connection.</summary>
    public long FromSession => Volatile.Read(ref _fromSession);

    /// <summary>Works until both are closed, or one has failed and so both are given up.</summary>
    /// <returns>What failed first; null if nothing did.</returns>
    public async Task<Exception?> RunAsync(CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await Task.WhenAll(GuardAsync(ToSessionAsync, stop), GuardAsync(ToTcpAsync, stop)).ConfigureAwait(false);
        await GuardAsync(CloseAsync, stop).ConfigureAwait(false);
        if (_failure is not null)
        {
            session.Abort();
            Reset(tcp);
        }

        return _failure;
    }

    /// <summary>Closes a connection so that its peer sees a failure, not an end.</summary>
    public static void Reset(Socket socket)
    {
        try
        {
            socket.LingerState = new LingerOption(true, 0);
        }
        catch (SocketException)
        {
            // The peer has reset it already.
        }

        socket.Dispose();
    }

    /// <summary>Every write goes at once, and a peer that is gone for good is found out some time.</summary>
    public static void Prepare(Socket socket)
    {
        socket.NoDelay = true;
        socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, true);
    }

    private async Task GuardAsync(Func<CancellationToken, Task> work, CancellationTokenSource stop)
    {
        try
        {
            await work(stop.Token).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is SocketException or NameSocketException or OperationCanceledException)
        {
            Interlocked.CompareExchange(ref _failure, exception, null);
            await stop.CancelAsync().ConfigureAwait(false);
        }
    }

    private async Task ToSessionAsync(CancellationToken cancellationToken)
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        try
        {
            int count;
            while ((count = await tcp.ReceiveAsync(buffer.AsMemory(), cancellationToken).ConfigureAwait(false)) > 0)
            {
                await session.WriteAsync(buffer.AsMemory(0, count), cancellationToken).ConfigureAwait(false);
                Volatile.Write(ref _fromTcp, _fromTcp + count);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }

        session.ShutdownSend();
    }

    private async Task ToTcpAsync(CancellationToken cancellationToken)
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        try
        {
            int count;
            while ((count = await session.ReadAsync(buffer.AsMemory(), cancellationToken).ConfigureAwait(false)) > 0)
            {
                for (int sent = 0; sent < count;)
                {
                    sent += await tcp.SendAsync(buffer.AsMemory(sent, count - sent), cancellationToken).ConfigureAwait(false);
                }

                Volatile.Write(ref _fromSession, _fromSession + count);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }

        tcp.Shutdown(SocketShutdown.Send);
    }

    private async Task CloseAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        tcp.Dispose();
        await session.CloseAsync(cancellationToken).ConfigureAwait(false);
    }
}
