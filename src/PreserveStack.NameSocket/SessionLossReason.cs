// SPDX-License-Identifier: MIT
namespace PreserveStack.NameSocket;

/// <summary>Why a session cannot be continued.</summary>
public enum SessionLossReason
{
    /// <summary>There was no connection for longer than <see cref="NameSocketOptions.SessionLifetime"/>, or than the server keeps sessions.</summary>
    Expired,

    /// <summary>The server has been restarted since the session began, and knows nothing of it.</summary>
    ServerRestarted,

    /// <summary>The server is the one that began the session, yet does not know it any more.</summary>
    UnknownToServer,

    /// <summary>The peer misses bytes that are not kept any more (version 1 only; version 2 keeps what is not confirmed).</summary>
    BytesMissing,

    /// <summary>The protocol spoken has no resume (plain TCP), and the connection failed.</summary>
    NotResumable,

    /// <summary>The peer closed the session before it took all that was sent.</summary>
    ClosedByPeer,
}
