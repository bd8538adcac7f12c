// SPDX-License-Identifier: MIT
using System.Net;
using System.Net.Sockets;

namespace PreserveStack.NameSocket.Connecting.Racing;

/// <summary>What a look-up of one address family brought.</summary>
/// <param name="Addresses">The addresses, maybe none.</param>
/// <param name="Error">Why there are none, or null.</param>
internal sealed record AddressAnswer(IReadOnlyList<IPAddress> Addresses, SocketException? Error = null)
{
    /// <summary>False when nobody knows whether there are addresses.</summary>
    public bool IsCertain => Error?.SocketErrorCode is null or SocketError.HostNotFound or SocketError.NoData
        or SocketError.AddressFamilyNotSupported;
}
