// SPDX-License-Identifier: MIT
namespace PreserveStack.NameSocket.Connecting.Srv;

/// <summary>No name server gave a usable answer.</summary>
/// <param name="message">What each said.</param>
internal sealed class DnsException(string message) : IOException(message);
