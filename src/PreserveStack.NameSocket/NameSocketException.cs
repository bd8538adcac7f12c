// SPDX-License-Identifier: MIT
namespace PreserveStack.NameSocket;

/// <summary>
/// Something about a session did not work; the root of all exceptions of this library. It is an
/// <see cref="IOException"/>, since that is what users of streams expect.
/// </summary>
public abstract class NameSocketException : IOException
{
    private protected NameSocketException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }

    /// <summary>True if the same call may well succeed when it is made again a while later.</summary>
    public abstract bool IsTransient { get; }
}
