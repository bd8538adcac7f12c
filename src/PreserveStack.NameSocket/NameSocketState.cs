// SPDX-License-Identifier: MIT
namespace PreserveStack.NameSocket;

/// <summary>States of a session (section 5 of the protocol document).</summary>
public enum NameSocketState
{
    /// <summary>Bytes flow.</summary>
    Connected,

    /// <summary>The connection is silent; a client dials a second one beside it.</summary>
    Suspect,

    /// <summary>There is no connection. A client dials; a server waits.</summary>
    Broken,

    /// <summary>The session has ended: both directions were closed, or an end aborted it.</summary>
    Closed,

    /// <summary>The session cannot be continued; see <see cref="SessionLostException"/>.</summary>
    Lost,
}
