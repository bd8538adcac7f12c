// SPDX-License-Identifier: MIT
using System.Net;
using PreserveStack.NameSocket.Connecting;

namespace PreserveStack.NameSocket;

/// <summary>Settings of clients and listeners. All have defaults that suit most programs.</summary>
public sealed record NameSocketOptions
{
    /// <summary>
    /// Bytes per session kept until the peer confirms them; writes wait when they are used up. Defaults to 8 MiB: what
    /// is in flight at 1 Gbit/s over 60 ms, and enough for an end to work while the other is not scheduled. Memory is
    /// used only for bytes that are in fact unconfirmed. In version 1, which has no confirmations, this many of the
    /// last bytes sent are kept.
    /// </summary>
    public int RetransmissionBuffer { get; init; } = 8 * 1024 * 1024;

    /// <summary>
    /// Bytes per session the peer may send beyond what the application has read. Defaults to 8 MiB. They occupy memory
    /// only while the application does not read.
    /// </summary>
    public int ReceiveWindow { get; init; } = 8 * 1024 * 1024;

    /// <summary>
    /// The oldest version of the protocol to speak, 1 or 2. Defaults to 2. Sessions of version 1 are not protected
    /// against being taken over (section 8 of the protocol document), and a peer that only closes the connection is taken
    /// for one of version 1.
    /// </summary>
    public int OldestVersion { get; init; } = 2;

    /// <summary>The newest version to speak, 1 or 2. Defaults to 2.</summary>
    public int NewestVersion { get; init; } = 2;

    /// <summary>
    /// Whether sessions may begin early. Defaults to true. A client that knows a server's key, from a session of the last
    /// hour or two, then begins the next without waiting for an answer: what it writes first goes along with its first
    /// packet, and is delivered once or not at all. What ConnectAsync would tell of the handshake, the first read or
    /// write tells then. A listener with false neither offers that nor takes it.
    /// </summary>
    public bool EarlySessions { get; init; } = true;

    /// <summary>
    /// Whether to speak plain TCP, without resume, with a peer that speaks nothing better. Defaults to false. A client
    /// then falls back to it instead of to version 1. A listener takes a first byte that does not belong to the
    /// protocol, or silence for <see cref="HandshakeTimeout"/>, for a plain peer.
    /// </summary>
    public bool AllowPlainTcp { get; init; }

    /// <summary>Time for one connection to be made and its handshake to be finished. Defaults to 10 s.</summary>
    public TimeSpan HandshakeTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Time a session is kept without a connection. Defaults to 10 min. A client gives up when its own time or that
    /// of the server is over, whichever is shorter.
    /// </summary>
    public TimeSpan SessionLifetime { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>
    /// Longest time between questions to a silent peer while no data flow; after data they are asked sooner. Defaults to 5 s.
    /// </summary>
    public TimeSpan HeartbeatInterval { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// Shortest silence, while something is expected, after which a connection is suspect. Defaults to 250 ms: above
    /// what schedulers and delayed acknowledgements cause, and false alarms only cost a connection on trial. On paths
    /// of more than 67 ms round trip, three round trips and 50 ms count instead. While the peer's kernel acknowledges,
    /// its program has four times as long.
    /// </summary>
    public TimeSpan SilenceFloor { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>Longest pause between attempts to resume; the first follows at once. Defaults to 2 s.</summary>
    public TimeSpan MaxRetryDelay { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>
    /// Time a closed session waits for the peer to confirm what was written before it is given up. Defaults to 5 s.
    /// </summary>
    public TimeSpan LingerTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// Time after which the kernel gives up a connection whose segments are not acknowledged (TCP_USER_TIMEOUT,
    /// RFC 5482). Defaults to 20 s; by then a session has usually moved on.
    /// </summary>
    public TimeSpan TcpUserTimeout { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>Sessions a listener holds, connected or not; more are refused. Defaults to 65,536.</summary>
    public int MaxSessions { get; init; } = 65_536;

    /// <summary>Connections of a listener that are still in their handshake; more are closed at once. Defaults to 4096.</summary>
    public int MaxPendingHandshakes { get; init; } = 4096;

    /// <summary>Connections the kernel holds for a listener, and sessions that wait for AcceptAsync. Defaults to 512.</summary>
    public int Backlog { get; init; } = 512;

    /// <summary>
    /// Endpoints a listener tells its clients to try when they resume. Null, the default, for the addresses of all
    /// interfaces that are up, link-local ones left out; empty for none.
    /// </summary>
    public IReadOnlyList<IPEndPoint>? AdvertisedEndPoints { get; init; }

    /// <summary>How names are looked up and connected to; its clock is <see cref="TimeProvider"/>. Clients only.</summary>
    public NameConnectorOptions Connecting { get; init; } = new();

    /// <summary>Called for each line of the log, from any thread. Null, the default, for none.</summary>
    public Action<NameSocketLogEntry>? Log { get; init; }

    /// <summary>Clock and timers. Defaults to those of the system.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>Checks the values.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A value is out of its range.</exception>
    internal void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(RetransmissionBuffer);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(ReceiveWindow);
        ArgumentOutOfRangeException.ThrowIfLessThan(OldestVersion, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(NewestVersion, 2);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(OldestVersion, NewestVersion);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(HandshakeTimeout, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(SessionLifetime, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(HeartbeatInterval, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(SilenceFloor, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfNegative(MaxRetryDelay.Ticks);
        ArgumentOutOfRangeException.ThrowIfNegative(LingerTimeout.Ticks);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(MaxSessions);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(MaxPendingHandshakes);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(Backlog);
    }
}
