// SPDX-License-Identifier: MIT
using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace PreserveStack.NameSocket.Tests;

/// <summary>Passes connections on to an endpoint, until it is told to break them.</summary>
internal sealed class Proxy : IAsyncDisposable
{
    private readonly Socket _listen = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly IPEndPoint _target;
    private readonly ConcurrentDictionary<ProxiedConnection, bool> _connections = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _loop;
    private volatile bool _refuses;
    private int _accepted;

    internal Proxy(IPEndPoint target)
    {
        _target = target;
        _listen.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _listen.Listen(4096);
        EndPoint = (IPEndPoint)_listen.LocalEndPoint!;
        _loop = AcceptAsync();
    }

    internal IPEndPoint EndPoint { get; }

    internal int Accepted => Volatile.Read(ref _accepted);

    /// <summary>Closes new connections at once.</summary>
    internal bool Refuses
    {
        get => _refuses;
        set => _refuses = value;
    }

    /// <summary>Breaks all connections there are.</summary>
    internal void Break(Breakage how)
    {
        foreach (var connection in _connections.Keys)
        {
            connection.Break(how);
            if (how != Breakage.Blackhole)
            {
                _connections.TryRemove(connection, out _);
            }
        }
    }

    /// <summary>Makes connections that were silent talk again.</summary>
    internal void Heal()
    {
        foreach (var connection in _connections.Keys)
        {
            connection.Heal();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listen.Dispose();
        await _loop;
        Break(Breakage.Reset);
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                var near = await _listen.AcceptAsync(_stop.Token);
                Interlocked.Increment(ref _accepted);
                if (_refuses)
                {
                    near.Dispose();
                    continue;
                }

                var far = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
                await far.ConnectAsync(_target, _stop.Token);
                near.NoDelay = true;
                var connection = new ProxiedConnection(near, far);
                _connections[connection] = true;
                connection.Start();
            }
            catch (Exception e) when (e is SocketException or OperationCanceledException or ObjectDisposedException)
            {
                // The target is gone, or we are.
            }
        }
    }
}
