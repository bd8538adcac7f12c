// SPDX-License-Identifier: MIT
namespace PreserveStack.NameSocket;

/// <summary>What became of an attempt to put a session onto a new connection.</summary>
internal enum ResumeOutcome
{
    Resumed,

    /// <summary>The old connection spoke up in the meantime.</summary>
    Unneeded,

    /// <summary>A later one was confirmed before: what this one says is of the past.</summary>
    Superseded,

    /// <summary>The session has ended.</summary>
    Ended,

    /// <summary>The counters of the two ends do not fit together.</summary>
    Impossible,
}
