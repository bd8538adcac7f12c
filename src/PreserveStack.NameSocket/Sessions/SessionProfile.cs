// SPDX-License-Identifier: MIT
namespace PreserveStack.NameSocket;

/// <summary>What the handshake settled about a session.</summary>
internal sealed record SessionProfile
{
    internal required bool IsClient { get; init; }

    internal required SessionMode Mode { get; init; }

    internal SessionId Id { get; init; }

    internal SessionId Boot { get; init; }

    internal SessionKeys? Keys { get; init; }

    /// <summary>Bytes that may be sent beyond the peer's last acknowledgement.</summary>
    internal int PeerWindow { get; init; } = int.MaxValue;

    /// <summary>Time this end keeps the session without a connection.</summary>
    internal required TimeSpan Lifetime { get; init; }
}
