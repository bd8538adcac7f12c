// SPDX-License-Identifier: MIT
namespace PreserveStack.NameSocket;

/// <summary>What a session's connections carry after the handshake.</summary>
internal enum SessionMode
{
    /// <summary>Version 2: frames.</summary>
    Framed,

    /// <summary>Version 1: raw bytes that can be resumed.</summary>
    Raw,

    /// <summary>Plain TCP: raw bytes, no resume.</summary>
    Plain,
}
