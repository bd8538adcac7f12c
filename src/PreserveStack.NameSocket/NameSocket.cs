// SPDX-License-Identifier: MIT
using System.Diagnostics;
using System.IO.Pipelines;
using System.Net;
using PreserveStack.NameSocket.Connecting;

namespace PreserveStack.NameSocket;

/// <summary>
/// A byte stream between two programs that outlives addresses, links and connections. One read and one write may be
/// under way at a time. Where a connection fails, reads and writes simply take longer, until the session goes on over
/// another or is lost.
/// </summary>
/// <remarks>
/// The client dials again when its connection is gone or silent; the server waits for it. What is written is kept until
/// the peer's application has read it, so nothing is lost or doubled in between.
/// </remarks>
public sealed class NameSocket : IAsyncDisposable, IDisposable
{
    private readonly Session _session;
    private readonly Resumer? _resumer;

    internal NameSocket(Session session, Resumer? resumer)
    {
        _session = session;
        _resumer = resumer;
    }

    /// <summary>The state has changed. Raised on the thread pool.</summary>
    public event Action<NameSocketState>? StateChanged
    {
        add => _session.StateChanged += value;
        remove => _session.StateChanged -= value;
    }

    /// <summary>The session goes on over a new connection. Raised on the thread pool.</summary>
    public event Action<ResumeReport>? Resumed
    {
        add => _session.Resumed += value;
        remove => _session.Resumed -= value;
    }

    /// <summary>Where the session is in its life.</summary>
    public NameSocketState State => _session.State;

    /// <summary>Version of the protocol that is spoken: 2, 1, or 0 for plain TCP.</summary>
    public int Version => _session.Profile.Mode switch { SessionMode.Framed => 2, SessionMode.Raw => 1, _ => 0 };

    /// <summary>
    /// The session's id, 32 hexadecimal digits and the same at both ends; null in versions without one. If a server does
    /// not take an early session, it has another one from when the server has answered.
    /// </summary>
    public string? SessionId => Version == 2 ? _session.Profile.Id.ToString() : null;

    /// <summary>Bytes written that the peer has not confirmed.</summary>
    public long UnconfirmedBytes => _session.Unconfirmed;

    /// <summary>This end of the connection that carries the session now; null if there is none.</summary>
    public IPEndPoint? LocalEndPoint => _session.LocalEndPoint;

    /// <summary>The other end of the connection that carries the session now; null if there is none.</summary>
    public IPEndPoint? RemoteEndPoint => _session.RemoteEndPoint;

    internal Session Session => _session;

    /// <summary>Connects to a service of a host, by name.</summary>
    /// <param name="host">A name, which is looked up again whenever the session resumes, or an address.</param>
    /// <param name="service">A port, or the name of a TCP service in services(5).</param>
    /// <param name="options">Settings; null for the defaults.</param>
    /// <param name="ct">Gives up.</param>
    /// <exception cref="NameConnectException">No address could be found or connected to, or the service is not known.</exception>
    /// <exception cref="HandshakeException">
    /// The peer does not speak the protocol, refused, or did not answer in time. With a peer that is known from an earlier
    /// session this is not waited for: see <see cref="NameSocketOptions.EarlySessions"/>.
    /// </exception>
    /// <exception cref="OperationCanceledException">It was given up.</exception>
    public static Task<NameSocket> ConnectAsync(string host, string service, NameSocketOptions? options = null, CancellationToken ct = default)
    {
        options ??= new NameSocketOptions();
        return ConnectAsync(new NameDialer(host, service, options), options, ct);
    }

    /// <summary>Reads some bytes.</summary>
    /// <param name="buffer">Where to.</param>
    /// <param name="ct">Ends the wait; no bytes are lost.</param>
    /// <returns>Bytes read; 0 at the end of the stream.</returns>
    /// <exception cref="SessionLostException">The session cannot be continued.</exception>
    /// <exception cref="SessionAbortedException">An end gave the session up.</exception>
    public ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken ct = default) => _session.ReadAsync(buffer, ct);

    /// <summary>Writes bytes; waits while the retransmission buffer is full.</summary>
    /// <param name="buffer">The bytes; they are copied before the call completes.</param>
    /// <param name="ct">Ends the wait; some of the bytes may have been written.</param>
    /// <exception cref="SessionLostException">The session cannot be continued.</exception>
    /// <exception cref="SessionAbortedException">An end gave the session up.</exception>
    public ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken ct = default) => _session.WriteAsync(buffer, ct);

    /// <summary>Ends the sending direction. The peer reads the end of the stream; reading goes on here.</summary>
    public void ShutdownSend() => _session.QueueFin();

    /// <summary>Ends the receiving direction: what still comes is dropped, and reads give 0.</summary>
    public void ShutdownReceive() => _session.CloseReading();

    /// <summary>The session as a stream. Disposing of the stream disposes of the session.</summary>
    public NameSocketStream GetStream() => new(this);

    /// <summary>The session as a pair of pipes. The writer's memory is the retransmission buffer itself: nothing is copied on the way to the system call.</summary>
    public IDuplexPipe AsPipe() => new SessionPipe(this);

    /// <summary>Closes both directions and waits until the peer has confirmed all that was written.</summary>
    /// <param name="ct">Ends the wait; closing goes on.</param>
    /// <exception cref="NameSocketException">The session ended before that.</exception>
    public Task CloseAsync(CancellationToken ct = default)
    {
        _session.Close();
        return _session.Confirmed.WaitAsync(ct);
    }

    /// <summary>Gives the session up at once. The peer's reads and writes fail; bytes on the way may be lost.</summary>
    public void Abort() => _session.Abort(AbortReason.Application, "the application aborted the session");

    /// <summary>
    /// Resumes over a new connection now, whatever the present one does. For programs that know more about the network
    /// than the kernel tells. Does nothing at servers and with plain TCP.
    /// </summary>
    public void Resume()
    {
        if (_resumer is not null && _session.Profile.Mode != SessionMode.Plain)
        {
            _session.Drop("asked for by the application");
        }
    }

    /// <summary>Closes: what was written is delivered in the background, for at most <see cref="NameSocketOptions.LingerTimeout"/>.</summary>
    public void Dispose() => _session.Close();

    /// <summary>Closes, and waits until all is confirmed, for at most <see cref="NameSocketOptions.LingerTimeout"/>. Does not throw.</summary>
    public async ValueTask DisposeAsync()
    {
        _session.Close();
        await _session.Confirmed.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    internal static async Task<NameSocket> ConnectAsync(IDialer dialer, NameSocketOptions options, CancellationToken ct)
    {
        options.Validate();
        using var activity = Metrics.Activities.StartActivity("namesocket.connect", ActivityKind.Client);
        var (connection, profile, opening) = await ClientHandshake.BeginAsync(dialer, options, ct).ConfigureAwait(false);
        activity?.SetTag("namesocket.early", opening is not null);
        var session = new Session(profile, options) { Dialled = options.EarlySessions ? dialer.Name : null };
        session.Start(connection, opening);
        var resumer = new Resumer(session, dialer, options);
        Metrics.CountSession(isClient: true, 1);
        if (profile.Mode != SessionMode.Plain)
        {
            session.ConnectionFailing = resumer.Start;
            LinkWatch.Add(session, resumer);
        }

        session.Ended = ended =>
        {
            LinkWatch.Remove(ended);
            resumer.Dispose();
            Metrics.CountSession(isClient: true, -1);
        };
        return new NameSocket(session, resumer);
    }
}
