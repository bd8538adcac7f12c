// SPDX-License-Identifier: MIT
namespace PreserveStack.NameSocket;

/// <summary>No address of the peer could be connected to.</summary>
public sealed class DialException : NameSocketException
{
    internal DialException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }

    /// <inheritdoc/>
    public override bool IsTransient => true;
}
