// SPDX-License-Identifier: MIT
namespace PreserveStack.NameSocket;

/// <summary>Why a server did not start or resume a session (REFUSED, section 5).</summary>
internal enum RefusalReason : byte
{
    UnknownSession = 1,
    Closed = 2,
    Overloaded = 3,
    Aborted = 4,
    UnknownKey = 5,
}
