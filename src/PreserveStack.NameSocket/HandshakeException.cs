// SPDX-License-Identifier: MIT
namespace PreserveStack.NameSocket;

/// <summary>A connection was made, but no session: the peer speaks something else, has too many, or did not answer in time.</summary>
public sealed class HandshakeException : NameSocketException
{
    internal HandshakeException(string message, bool isTransient, Exception? inner = null)
        : base(message, inner)
    {
        IsTransient = isTransient;
    }

    /// <inheritdoc/>
    public override bool IsTransient { get; }

    /// <summary>The network failed, and not the peer: another connection may do better.</summary>
    internal bool IsOutage { get; init; }
}
