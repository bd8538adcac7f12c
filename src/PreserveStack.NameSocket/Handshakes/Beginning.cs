// SPDX-License-Identifier: MIT
namespace PreserveStack.NameSocket;

/// <summary>What a client begins a session with.</summary>
/// <param name="Connection">The first connection.</param>
/// <param name="Profile">What is settled.</param>
/// <param name="Opening">What the server has not answered yet; null if the handshake is over.</param>
internal readonly record struct Beginning(Connection Connection, SessionProfile Profile, Opening? Opening = null);
