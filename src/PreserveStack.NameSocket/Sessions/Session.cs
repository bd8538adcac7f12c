// SPDX-License-Identifier: MIT
using System.Net;
using System.Net.Sockets;

namespace PreserveStack.NameSocket;

/// <summary>
/// One session: two byte streams, the bytes of ours that are kept, and the connection that carries them now.
/// </summary>
/// <remarks>
/// There is no pump. Whoever reads receives from the socket itself, and handles the control frames that come between;
/// whoever writes sends. A receive operation without a reader ("control receive") is only under way while a writer
/// waits for room, while nobody has read for a tick, and after close; what it finds goes into the read-ahead.
/// Two locks: _rx for what is received, _tx for what is sent. _tx may be taken inside of _rx, never the other way;
/// to replace the connection takes both. Callers are resumed outside of both.
/// </remarks>
internal sealed partial class Session
{
    private readonly Lock _rx = new();
    private readonly Lock _tx = new();
    private readonly NameSocketOptions _options;
    private readonly TimeProvider _time;

    // Made once: they are given with every operation that waits.
    private readonly EventHandler<SocketAsyncEventArgs> _onSent;
    private readonly EventHandler<SocketAsyncEventArgs> _onReceived;

    // Written under both locks.
    private Connection? _connection;
    private Exception? _error;
    private volatile SessionProfile _profile;
    private volatile NameSocketState _state = NameSocketState.Connected;

    internal Session(SessionProfile profile, NameSocketOptions options)
    {
        _profile = profile;
        _options = options;
        _time = options.TimeProvider;
        _rhythm = new Rhythm(options.HeartbeatInterval);
        _onSent = OnSent;
        _onReceived = OnReceived;
        _capacity = profile.Mode == SessionMode.Framed ? options.RetransmissionBuffer : int.MaxValue;
        _ackThreshold = Math.Max(1, Math.Min(options.ReceiveWindow / 4, MaxAckThreshold));
    }

    /// <summary>The state has changed. Raised on the thread pool.</summary>
    internal event Action<NameSocketState>? StateChanged;

    /// <summary>A new connection carries the session. Raised on the thread pool.</summary>
    internal event Action<ResumeReport>? Resumed;

    /// <summary>The connection is suspect or gone. On clients this starts the resume.</summary>
    internal Action<string>? ConnectionFailing { get; set; }

    /// <summary>Called once, when the session has ended.</summary>
    internal Action<Session>? Ended { get; set; }

    internal SessionProfile Profile => _profile;

    internal NameSocketState State => _state;

    internal bool HasEnded => _state is NameSocketState.Closed or NameSocketState.Lost;

    internal Exception? Error => Volatile.Read(ref _error);

    /// <summary>Endpoints the peer said it has, but for such as reach less far than any at which it was met.</summary>
    internal IReadOnlyList<IPEndPoint> Offered { get; private set; } = [];

    /// <summary>The socket of the current connection; null if there is none.</summary>
    internal Connection? Current => Volatile.Read(ref _connection);

    internal IPEndPoint? LocalEndPoint => EndPointOf(static s => s.LocalEndPoint);

    internal IPEndPoint? RemoteEndPoint => EndPointOf(static s => s.RemoteEndPoint);

    /// <summary>Gives the connection up.</summary>
    internal void Drop(string cause)
    {
        if (Current is { } connection)
        {
            Lose(connection, cause);
        }
        else
        {
            ConnectionFailing?.Invoke(cause);
        }
    }

    /// <summary>The network says that this end of the connection is gone.</summary>
    internal void LoseLocalAddress() => Drop("the local address is gone");

    internal void Log(NameSocketLogLevel level, string message) =>
        _options.Log?.Invoke(new NameSocketLogEntry(level, _profile.Mode == SessionMode.Framed ? _profile.Id.ToString() : null, message));

    private IPEndPoint? EndPointOf(Func<Socket, EndPoint?> which)
    {
        try
        {
            return Current is { IsDisposed: false } connection ? (IPEndPoint?)which(connection.Socket) : null;
        }
        catch (Exception e) when (e is ObjectDisposedException or SocketException)
        {
            return null;
        }
    }

    private bool IsFramed => _profile.Mode == SessionMode.Framed;

    private void ChangeState(NameSocketState state)
    {
        if (_state != state && !HasEnded)
        {
            _state = state;
            if (StateChanged is not null)
            {
                ThreadPool.UnsafeQueueUserWorkItem(static s => s.Session.StateChanged?.Invoke(s.State), (Session: this, State: state), preferLocal: false);
            }
        }
    }

    /// <summary>Ends the session; the first reason wins. Callers that wait are resumed.</summary>
    internal void End(NameSocketState state, Exception? error)
    {
        bool reader;
        bool writer;
        lock (_rx)
        {
            lock (_tx)
            {
                if (HasEnded)
                {
                    return;
                }

                _error = error;
                ChangeState(state);
                _connection?.Dispose();
                _connection?.ReleaseBuffers();
                _kept.Clear();
                if (_closing)
                {
                    _ahead.Clear();
                }

                reader = _reader.TryEnd();
                writer = _writer.TryEnd();
                _timer?.Dispose();
            }
        }

        Log(error is null or SessionAbortedException ? NameSocketLogLevel.Info : NameSocketLogLevel.Error, error?.Message ?? "session closed");
        Finish(reader, writer, error);
    }

    private void Finish(bool reader, bool writer, Exception? error)
    {
        if (reader)
        {
            if (error is null)
            {
                _reader.Complete(0, inline: false);
            }
            else
            {
                _reader.Fail(error);
            }
        }

        if (writer)
        {
            _writer.Complete(0, inline: false);
        }

        Ended?.Invoke(this);
        if (!_isConfirmed)
        {
            Settle(error, inline: false);
        }
    }

    /// <summary>The connection cannot be used any more. Called under a lock, so the rest happens elsewhere.</summary>
    private void LoseLater(Connection connection, string cause)
    {
        if (!connection.IsBroken)
        {
            connection.IsBroken = true;
            ThreadPool.UnsafeQueueUserWorkItem(static s => s.Session.Lose(s.Connection, s.Cause), (Session: this, Connection: connection, Cause: cause), preferLocal: false);
        }
    }

    private void Lose(Connection connection, string cause)
    {
        lock (_rx)
        {
            lock (_tx)
            {
                if (HasEnded || !ReferenceEquals(_connection, connection))
                {
                    connection.Dispose();
                    return;
                }

                connection.Dispose();
                connection.ReleaseBuffers();
                _connection = null;
                _brokenSince ??= _time.GetTimestamp();
                ChangeState(NameSocketState.Broken);
            }
        }

        Log(NameSocketLogLevel.Info, $"connection lost: {cause}");
        if (_profile.Mode == SessionMode.Plain)
        {
            End(NameSocketState.Lost, new SessionLostException(SessionLossReason.NotResumable, $"the connection failed ({cause}), and plain TCP has no resume"));
        }
        else
        {
            EnsureFastTick();
            WakeWriter(inline: false);
            ConnectionFailing?.Invoke(cause);
        }
    }

    private void ViolateLater(Connection connection, string what)
    {
        connection.IsBroken = true;
        ThreadPool.UnsafeQueueUserWorkItem(
            static s => s.Session.Abort(AbortReason.ProtocolError, $"the peer broke the protocol: {s.What}"),
            (Session: this, What: what),
            preferLocal: false);
    }
}
