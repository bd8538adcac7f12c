// SPDX-License-Identifier: MIT
namespace PreserveStack.NameSocket;

/// <summary>What is remembered of a session that has ended.</summary>
internal readonly record struct Tombstone(SessionProfile Profile, RefusalReason Reason, AbortReason Abort, long Received);
