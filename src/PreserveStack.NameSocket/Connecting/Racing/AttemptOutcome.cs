// SPDX-License-Identifier: MIT
using System.Net.Sockets;

namespace PreserveStack.NameSocket.Connecting.Racing;

/// <summary>How an attempt ended: with a socket or with an error.</summary>
/// <param name="Socket">The connected socket, or null.</param>
/// <param name="Error">Why there is none, or null.</param>
internal readonly record struct AttemptOutcome(Socket? Socket, Exception? Error);
