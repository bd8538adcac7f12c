// SPDX-License-Identifier: MIT
using System.Buffers;
using System.Collections.Concurrent;
using System.Net.Sockets;
using PreserveStack.Bench.Control;
using PreserveStack.Bench.Transports;

namespace PreserveStack.Bench.Serving;

/// <summary>Does the server's part on each connection of a test.</summary>
internal sealed class ConnectionHandler(TestRequest request)
{
    private readonly ConcurrentDictionary<BenchConnection, bool> _open = new();
    private readonly bool _isBlocking = request.Calls == SocketCalls.Blocking;
    private volatile bool _isOver;
    private volatile bool _isAborted;

    /// <summary>Handles a connection to its end. Does not fail: a connection that breaks is noticed by the client.</summary>
    public async Task HandleAsync(BenchConnection connection, Tally tally)
    {
        _open[connection] = true;
        if (_isAborted)
        {
            connection.Abort();
        }

        byte[] buffer = ArrayPool<byte>.Shared.Rent(request.Size);
        try
        {
            await ServeAsync(connection, buffer.AsMemory(0, request.Size), tally).ConfigureAwait(false);
            await connection.CloseAsync().ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is IOException or SocketException or ObjectDisposedException)
        {
            connection.Abort();
        }
        finally
        {
            _open.TryRemove(connection, out _);
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>No more is sent.</summary>
    public void Stop() => _isOver = true;

    /// <summary>Gives up the connections that are open, and those that would be.</summary>
    public void AbortAll()
    {
        _isAborted = true;
        foreach (BenchConnection connection in _open.Keys)
        {
            connection.Abort();
        }
    }

    private Task ServeAsync(BenchConnection connection, Memory<byte> buffer, Tally tally) => request switch
    {
        { Test: BenchTest.Latency } => EchoAsync(connection.Stream, buffer, tally),
        { Test: BenchTest.Rate } => TakeOneAsync(connection, buffer, tally),
        { Reverse: true } => SendAsync(connection, buffer, tally),
        _ => ReceiveAsync(connection.Stream, buffer, tally),
    };

    private async Task ReceiveAsync(Stream stream, Memory<byte> buffer, Tally tally)
    {
        int count;
        while ((count = _isBlocking ? stream.Read(buffer.Span) : await stream.ReadAsync(buffer).ConfigureAwait(false)) > 0)
        {
            tally.Add(count, 0);
        }
    }

    private async Task SendAsync(BenchConnection connection, Memory<byte> buffer, Tally tally)
    {
        for (long left = request.ShareBytes ?? long.MaxValue; left > 0 && !_isOver;)
        {
            Memory<byte> next = buffer[..(int)Math.Min(buffer.Length, left)];
            if (_isBlocking)
            {
                connection.Stream.Write(next.Span);
            }
            else
            {
                await connection.Stream.WriteAsync(next).ConfigureAwait(false);
            }

            left -= next.Length;
            tally.Add(0, 1);
        }

        connection.ShutdownSend();
        await connection.Stream.ReadAsync(buffer).ConfigureAwait(false);
    }

    private async Task EchoAsync(Stream stream, Memory<byte> buffer, Tally tally)
    {
        while (await ReadAllAsync(stream, buffer).ConfigureAwait(false))
        {
            if (_isBlocking)
            {
                stream.Write(buffer.Span);
            }
            else
            {
                await stream.WriteAsync(buffer).ConfigureAwait(false);
            }

            tally.Add(buffer.Length, 1);
        }
    }

    /// <returns>False at the end of the stream.</returns>
    private async ValueTask<bool> ReadAllAsync(Stream stream, Memory<byte> buffer)
    {
        for (int filled = 0; filled < buffer.Length;)
        {
            int count = _isBlocking ? stream.Read(buffer.Span[filled..]) : await stream.ReadAsync(buffer[filled..]).ConfigureAwait(false);
            if (count == 0)
            {
                return false;
            }

            filled += count;
        }

        return true;
    }

    private async Task TakeOneAsync(BenchConnection connection, Memory<byte> buffer, Tally tally)
    {
        if (await connection.Stream.ReadAsync(buffer[..1]).ConfigureAwait(false) == 0)
        {
            return;
        }

        lock (tally)
        {
            tally.Add(1, 1);
        }

        if (request.Closes == FirstCloser.Client)
        {
            await connection.Stream.ReadAsync(buffer[..1]).ConfigureAwait(false);
        }
    }
}
