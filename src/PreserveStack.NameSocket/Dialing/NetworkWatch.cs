// SPDX-License-Identifier: MIT
using System.Net.Sockets;

namespace PreserveStack.NameSocket;

/// <summary>
/// Says when links or addresses of this host change, as soon as the kernel does. The runtime's NetworkChange holds news
/// about links back for 150 ms, and reads their state from /sys, which may show another network namespace.
/// </summary>
internal static class NetworkWatch
{
    private const int MessageLength = 8192;

    private static readonly Lock Gate = new();
    private static Action? _handlers;
    private static bool _started;

    /// <summary>Something has changed. Raised on the thread pool; handlers must not throw.</summary>
    internal static event Action Changed
    {
        add
        {
            lock (Gate)
            {
                _handlers += value;
                if (!_started)
                {
                    _started = true;
                    ThreadPool.UnsafeQueueUserWorkItem(static _ => _ = WatchAsync(), null);
                }
            }
        }

        remove
        {
            lock (Gate)
            {
                _handlers -= value;
            }
        }
    }

    private static async Task WatchAsync()
    {
        try
        {
            using var socket = Interop.ListenToRoutes(
                Interop.RouteGroups.Link | Interop.RouteGroups.IPv4Address | Interop.RouteGroups.IPv6Address);
            await ReadAsync(socket).ConfigureAwait(false);
        }
        catch (SocketException)
        {
            // Not allowed here: sessions notice by silence.
        }
    }

    private static async Task ReadAsync(Socket socket)
    {
        // What has changed is asked for by those who want to know: messages may have been lost.
        var message = new byte[MessageLength];
        while (true)
        {
            try
            {
                await socket.ReceiveAsync(message, SocketFlags.None).ConfigureAwait(false);
            }
            catch (SocketException e) when (e.SocketErrorCode == SocketError.NoBufferSpaceAvailable)
            {
                // They came faster than they were read.
            }

            Volatile.Read(ref _handlers)?.Invoke();
        }
    }
}
