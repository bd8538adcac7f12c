// SPDX-License-Identifier: MIT
namespace PreserveStack.Lab;

/// <summary>What a <see cref="TimelinePoint"/> tells.</summary>
public enum TimelineKind
{
    /// <summary>Bytes received so far.</summary>
    Sample,

    /// <summary>The fault happened.</summary>
    Cut,

    /// <summary>The fault was healed.</summary>
    Heal,

    /// <summary>The connection moved to another pair.</summary>
    Migration,

    /// <summary>The run is over; <see cref="TimelinePoint.Bytes"/> is the final count.</summary>
    End,
}

/// <summary>One moment of a running transfer, told while it happens.</summary>
/// <param name="Peer">tcp, mptcp, mptcp-backup or preserve.</param>
/// <param name="Cut">The cut of this run.</param>
/// <param name="Kind">What happened.</param>
/// <param name="Seconds">Simulated time since the start of the transfer.</param>
/// <param name="Bytes">Bytes received so far.</param>
/// <param name="Text">A few words for an event, such as "link1 cut"; empty for a sample.</param>
public sealed record TimelinePoint(string Peer, string Cut, TimelineKind Kind, double Seconds, long Bytes, string Text);
