// SPDX-License-Identifier: MIT
using System.Net.Sockets;

namespace PreserveStack.NameSocket;

/// <summary>Makes connections to one peer. Each call looks its name up anew.</summary>
internal interface IDialer
{
    /// <summary>Makes a TCP connection.</summary>
    /// <exception cref="NameSocketException">No address could be connected to.</exception>
    ValueTask<Socket> DialAsync(CancellationToken ct);
}
