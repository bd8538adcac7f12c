// SPDX-License-Identifier: MIT
using System.Net;
using System.Net.Sockets;

namespace PreserveStack.Cli.Tests.Sessions;

/// <summary>A path between two ends, that breaks its first connection once so many bytes went from the client.</summary>
internal sealed class CuttingRelay : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly int _target;
    private readonly int _cutAfter;
    private int _connections;

    public CuttingRelay(int target, int cutAfter)
    {
        _target = target;
        _cutAfter = cutAfter;
        _listener.Start();
        _ = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>Connections that were made so far.</summary>
    public int Connections => Volatile.Read(ref _connections);

    public void Dispose() => _listener.Dispose();

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                Socket near = await _listener.AcceptSocketAsync();
                _ = RelayAsync(near, Interlocked.Increment(ref _connections) == 1 ? _cutAfter : int.MaxValue);
            }
        }
        catch (SocketException)
        {
            // The test is over.
        }
        catch (ObjectDisposedException)
        {
            // As above.
        }
    }

    private async Task RelayAsync(Socket near, int limit)
    {
        using Socket owned = near;
        using var far = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await far.ConnectAsync(new IPEndPoint(IPAddress.Loopback, _target));
        Task up = CopyAsync(near, far, limit), down = CopyAsync(far, near, int.MaxValue);
        await Task.WhenAny(up, down);
        if (limit != int.MaxValue)
        {
            near.Close(0);
            far.Close(0);
        }

        await Task.WhenAll(up, down);
    }

    private static async Task CopyAsync(Socket from, Socket to, int limit)
    {
        byte[] buffer = new byte[16384];
        try
        {
            for (int left = limit; left > 0;)
            {
                int read = await from.ReceiveAsync(buffer.AsMemory(0, Math.Min(buffer.Length, left)));
                if (read == 0)
                {
                    to.Shutdown(SocketShutdown.Send);
                    return;
                }

                await to.SendAsync(buffer.AsMemory(0, read));
                left -= read;
            }
        }
        catch (SocketException)
        {
            // The other direction was cut.
        }
        catch (ObjectDisposedException)
        {
            // As above.
        }
    }
}
