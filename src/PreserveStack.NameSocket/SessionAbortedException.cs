// SPDX-License-Identifier: MIT
namespace PreserveStack.NameSocket;

/// <summary>One end has given up the session.</summary>
public sealed class SessionAbortedException : NameSocketException
{
    internal SessionAbortedException(AbortReason reason, bool byPeer, string message)
        : base(message)
    {
        Reason = reason;
        ByPeer = byPeer;
    }

    /// <summary>Why.</summary>
    public AbortReason Reason { get; }

    /// <summary>True if the peer did, false if this end.</summary>
    public bool ByPeer { get; }

    /// <inheritdoc/>
    public override bool IsTransient => Reason == AbortReason.Overloaded;
}
