// SPDX-License-Identifier: MIT
using System.Net.Sockets;

namespace PreserveStack.NameSocket.Tests;

/// <summary>One connection through the proxy.</summary>
internal sealed class ProxiedConnection(Socket near, Socket far)
{
    private volatile TaskCompletionSource? _silence;

    internal void Start()
    {
        _ = CopyAsync(near, far);
        _ = CopyAsync(far, near);
    }

    internal void Break(Breakage how)
    {
        if (how == Breakage.Blackhole)
        {
            _silence ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return;
        }

        if (how == Breakage.Reset)
        {
            ResetOnClose(near);
            ResetOnClose(far);
        }

        near.Dispose();
        far.Dispose();
        _silence?.TrySetResult();
    }

    internal void Heal() => _silence?.TrySetResult();

    private static void ResetOnClose(Socket socket)
    {
        try
        {
            socket.LingerState = new LingerOption(true, 0);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // It is closed already.
        }
    }

    private async Task CopyAsync(Socket from, Socket to)
    {
        var buffer = new byte[8192];
        try
        {
            int count;
            while ((count = await from.ReceiveAsync(buffer)) > 0)
            {
                if (_silence is { } silence)
                {
                    await silence.Task;
                }

                for (var sent = 0; sent < count;)
                {
                    sent += await to.SendAsync(buffer.AsMemory(sent, count - sent));
                }
            }

            to.Shutdown(SocketShutdown.Send);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            near.Dispose();
            far.Dispose();
        }
    }
}
