// SPDX-License-Identifier: MIT
namespace PreserveStack.NameSocket;

/// <summary>Why an end gave up a session (ABORT, section 4 of the protocol document).</summary>
public enum AbortReason
{
    /// <summary>The application called <see cref="NameSocket.Abort"/>.</summary>
    Application = 0,

    /// <summary>The peer sent something that the protocol does not allow.</summary>
    ProtocolError = 1,

    /// <summary>Data came for an application that has closed.</summary>
    Closed = 2,

    /// <summary>There was no connection for longer than the session is kept.</summary>
    Expired = 3,

    /// <summary>There are too many sessions.</summary>
    Overloaded = 4,

    /// <summary>Not a failure: both directions have ended and all is confirmed. The server says so as its last word.</summary>
    Complete = 5,
}
