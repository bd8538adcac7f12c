// SPDX-License-Identifier: MIT
namespace PreserveStack.NameSocket;

/// <summary>What the handshake settled about a session.</summary>
internal sealed record SessionProfile
{
    internal required bool IsClient { get; init; }

    internal required SessionMode Mode { get; init; }

    internal SessionId Id { get; init; }

    /// <summary>What a client may remember of the server for the next session; null on servers, and before version 2.</summary>
    internal KnownServer? Server { get; init; }

    internal SessionKeys? Keys { get; init; }

    /// <summary>On servers, the packet with which an early session began; null for others.</summary>
    internal byte[]? Early { get; init; }

    /// <summary>Bytes that may be sent beyond the peer's last acknowledgement.</summary>
    internal int PeerWindow { get; init; } = int.MaxValue;

    /// <summary>Time this end keeps the session without a connection.</summary>
    internal required TimeSpan Lifetime { get; init; }

    /// <summary>
    /// Whether the client asks for this session, to resume it: it shows that it has the key, or sends again, to the byte,
    /// what it began with. Whoever recorded that gets no further than the challenge.
    /// </summary>
    internal bool IsAskedForBy(ReadOnlySpan<byte> request) =>
        PacketHeader.Is(request, V2PacketType.Early) ? request.SequenceEqual(Early) : Keys!.IsFromClient(request);

    /// <summary>The client's profile of a session of version 2.</summary>
    internal static SessionProfile OfClient(SessionId id, KnownServer server, SessionKeys keys, NameSocketOptions options) => new()
    {
        IsClient = true,
        Mode = SessionMode.Framed,
        Id = id,
        Server = server,
        Keys = keys,
        PeerWindow = server.Window,
        Lifetime = server.Lifetime < options.SessionLifetime ? server.Lifetime : options.SessionLifetime,
    };

    /// <summary>The server's profile of a session of version 2.</summary>
    internal static SessionProfile OfServer(SessionId id, SessionKeys keys, int peerWindow, NameSocketOptions options) => new()
    {
        IsClient = false,
        Mode = SessionMode.Framed,
        Id = id,
        Keys = keys,
        PeerWindow = peerWindow,
        Lifetime = options.SessionLifetime,
    };
}
