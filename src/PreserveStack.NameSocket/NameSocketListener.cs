// SPDX-License-Identifier: MIT
using System.Net;
using System.Net.Sockets;
using System.Threading.Channels;
using PreserveStack.NameSocket.Connecting;
using PreserveStack.NameSocket.Connecting.Names;

namespace PreserveStack.NameSocket;

/// <summary>
/// Waits for clients. It listens on all addresses, IPv6 and IPv4, since sessions outlive any one of them (thesis,
/// nlisten). Connections that resume sessions are handled here too, and never seen by the application.
/// </summary>
/// <remarks>Disposing of it stops listening: its sessions go on, but cannot be resumed any more.</remarks>
public sealed class NameSocketListener : IAsyncDisposable
{
    private const string AnyPort = "0";

    private readonly NameSocketOptions _options;
    private readonly Socket _socket;
    private readonly SessionTable _table;
    private readonly ServerHandshake _handshake;
    private readonly Channel<NameSocket> _accepted;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _loop;
    private IReadOnlyList<IPEndPoint>? _addresses;
    private int _handshakes;
    private int _disposed;

    private NameSocketListener(Socket socket, NameSocketOptions options)
    {
        _socket = socket;
        _options = options;
        _table = new SessionTable(options.MaxSessions);
        _handshake = new ServerHandshake(options, _table, Accept);
        _accepted = Channel.CreateBounded<NameSocket>(options.Backlog);
        LocalEndPoint = (IPEndPoint)socket.LocalEndPoint!;
        NetworkWatch.Changed += OnNetworkChanged;
        _loop = AcceptLoopAsync();
    }

    /// <summary>What it listens on; the port is the one the system chose, if 0 was asked for.</summary>
    public IPEndPoint LocalEndPoint { get; }

    /// <summary>Sessions that have not ended, connected or not.</summary>
    public int SessionCount => _table.Count;

    /// <summary>Starts to listen.</summary>
    /// <param name="service">A port, or the name of a TCP service in services(5); "0" lets the system choose a port.</param>
    /// <param name="options">Settings; null for the defaults.</param>
    /// <exception cref="NameConnectException">The service is not known.</exception>
    /// <exception cref="SocketException">The port is in use, or may not be used.</exception>
    public static NameSocketListener Bind(string service, NameSocketOptions? options = null)
    {
        options ??= new NameSocketOptions();
        var port = service == AnyPort ? 0 : ServicePort.Of(service, options.Connecting.ServicesPath);
        return Bind(new IPEndPoint(Socket.OSSupportsIPv6 ? IPAddress.IPv6Any : IPAddress.Any, port), options);
    }

    /// <summary>Starts to listen on one endpoint only. Sessions then cannot move to other addresses of this host.</summary>
    /// <param name="endPoint">The endpoint.</param>
    /// <param name="options">Settings; null for the defaults.</param>
    /// <exception cref="SocketException">The port is in use, or may not be used, or the address is not one of this host.</exception>
    public static NameSocketListener Bind(IPEndPoint endPoint, NameSocketOptions? options = null)
    {
        options ??= new NameSocketOptions();
        options.Validate();
        var socket = new Socket(endPoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            if (endPoint.AddressFamily == AddressFamily.InterNetworkV6)
            {
                socket.DualMode = true;
            }

            // The connections inherit it.
            SocketSetup.Prepare(socket, options);
            socket.Bind(endPoint);
            if (!options.AllowPlainTcp)
            {
                // Every client speaks first: the kernel need not report a connection that has said nothing.
                Interop.SetDeferAccept(socket, options.HandshakeTimeout);
            }

            socket.Listen(options.Backlog);
            return new NameSocketListener(socket, options);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>Waits for the next new session.</summary>
    /// <param name="ct">Ends the wait.</param>
    /// <exception cref="OperationCanceledException">The wait was ended.</exception>
    /// <exception cref="ObjectDisposedException">The listener is disposed of.</exception>
    public async ValueTask<NameSocket> AcceptAsync(CancellationToken ct = default)
    {
        try
        {
            return await _accepted.Reader.ReadAsync(ct).ConfigureAwait(false);
        }
        catch (ChannelClosedException)
        {
            throw new ObjectDisposedException(nameof(NameSocketListener));
        }
    }

    /// <summary>Whether a new session waits for <see cref="AcceptAsync"/>.</summary>
    public bool IsPending => _accepted.Reader.TryPeek(out _);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0)
        {
            return;
        }

        NetworkWatch.Changed -= OnNetworkChanged;
        await _stop.CancelAsync().ConfigureAwait(false);
        _socket.Dispose();
        await _loop.ConfigureAwait(false);
        _accepted.Writer.TryComplete();
        while (_accepted.Reader.TryRead(out var nobodys))
        {
            nobodys.Abort();
        }

        _handshake.Dispose();
        _stop.Dispose();
    }

    /// <summary>Waits until a new session waits for <see cref="AcceptAsync"/>.</summary>
    internal ValueTask<bool> WaitPendingAsync(CancellationToken ct) => _accepted.Reader.WaitToReadAsync(ct);

    private async Task AcceptLoopAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            Socket socket;
            try
            {
                socket = await _socket.AcceptAsync(_stop.Token).ConfigureAwait(false);
            }
            catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException)
            {
                return;
            }
            catch (SocketException e)
            {
                // Out of descriptors, or the client was gone before we came.
                _options.Log?.Invoke(new NameSocketLogEntry(NameSocketLogLevel.Error, null, $"accept: {e.Message}"));
                await Task.Delay(TimeSpan.FromMilliseconds(10), _options.TimeProvider, CancellationToken.None).ConfigureAwait(false);
                continue;
            }

            if (Interlocked.Increment(ref _handshakes) > _options.MaxPendingHandshakes)
            {
                Interlocked.Decrement(ref _handshakes);
                Metrics.CountRefusal();
                socket.Dispose();
                continue;
            }

            _ = HandleAsync(socket);
        }
    }

    private async Task HandleAsync(Socket socket)
    {
        try
        {
            await _handshake.HandleAsync(socket).ConfigureAwait(false);
        }
        finally
        {
            Interlocked.Decrement(ref _handshakes);
        }
    }

    private bool Accept(Session session, Connection connection)
    {
        session.AddressesToOffer = Addresses;
        var accepted = new NameSocket(session, null);
        session.Start(connection);
        if (_accepted.Writer.TryWrite(accepted))
        {
            return true;
        }

        session.Abort(AbortReason.Overloaded, "too many sessions wait to be accepted");
        return true;
    }

    private IReadOnlyList<IPEndPoint> Addresses() => _options.AdvertisedEndPoints ?? (_addresses ??= LocalAddresses.Of(LocalEndPoint));

    private void OnNetworkChanged()
    {
        var before = _addresses;
        _addresses = null;
        if (before is null || before.SequenceEqual(Addresses()))
        {
            // Not what the clients were told.
            return;
        }

        foreach (var session in _table.All.Where(s => s.Profile.Mode == SessionMode.Framed))
        {
            session.Offer(Addresses());
        }
    }
}
