// SPDX-License-Identifier: MIT
namespace PreserveStack.NameSocket;

/// <summary>The session is over and cannot be resumed: bytes on the way may or may not have reached the peer.</summary>
public sealed class SessionLostException : NameSocketException
{
    internal SessionLostException(SessionLossReason reason, string message, Exception? inner = null)
        : base(message, inner)
    {
        Reason = reason;
    }

    /// <summary>Why.</summary>
    public SessionLossReason Reason { get; }

    /// <inheritdoc/>
    public override bool IsTransient => false;
}
