// SPDX-License-Identifier: MIT
using System.Net;
using System.Net.Sockets;

namespace PreserveStack.NameSocket;

/// <summary>Makes connections to one peer. Each call looks its name up anew.</summary>
internal interface IDialer
{
    /// <summary>What is dialled; null if nothing that is learnt of the peer is to be remembered.</summary>
    string? Name { get; }

    /// <summary>Makes a TCP connection.</summary>
    /// <param name="known">Endpoints the peer has offered in-band, best first; none when a session begins.</param>
    /// <param name="ct">Gives up.</param>
    /// <exception cref="NameSocketException">No address could be connected to.</exception>
    ValueTask<Socket> DialAsync(IReadOnlyList<IPEndPoint> known, CancellationToken ct);
}
