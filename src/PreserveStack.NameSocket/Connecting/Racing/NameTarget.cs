// SPDX-License-Identifier: MIT
using System.Net;

namespace PreserveStack.NameSocket.Connecting.Racing;

/// <summary>A host and a port to connect to.</summary>
/// <param name="Host">The name.</param>
/// <param name="Port">The port.</param>
/// <param name="IPv6">Its IPv6 addresses if they are known already, or null to look them up.</param>
/// <param name="IPv4">Its IPv4 addresses if they are known already, or null to look them up.</param>
internal sealed record NameTarget(string Host, int Port, IReadOnlyList<IPAddress>? IPv6 = null, IReadOnlyList<IPAddress>? IPv4 = null)
{
    /// <summary>The endpoint, if it is known that there is one only.</summary>
    public IPEndPoint? OnlyEndPoint => (IPv6, IPv4) switch
    {
        ([var address], []) => new IPEndPoint(address, Port),
        ([], [var address]) => new IPEndPoint(address, Port),
        _ => null,
    };
}
