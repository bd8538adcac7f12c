// SPDX-License-Identifier: MIT
namespace PreserveStack.NameSocket;

/// <summary>Levels of urgency (thesis, chapter 5.1.4).</summary>
public enum NameSocketLogLevel
{
    /// <summary>What the protocol does, step by step.</summary>
    Debug,

    /// <summary>Events of sessions: begun, suspect, resumed, ended.</summary>
    Info,

    /// <summary>Sessions lost, peers that break the protocol.</summary>
    Error,
}
