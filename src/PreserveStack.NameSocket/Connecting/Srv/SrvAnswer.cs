// SPDX-License-Identifier: MIT
using System.Net;

namespace PreserveStack.NameSocket.Connecting.Srv;

/// <summary>What was found out about a service.</summary>
/// <param name="Records">The records, none if there are none.</param>
/// <param name="Addresses">Addresses of targets that came with them (RFC 2782's additional data), by lower-case name.</param>
internal sealed record SrvAnswer(IReadOnlyList<SrvRecord> Records, IReadOnlyDictionary<string, IReadOnlyList<IPAddress>> Addresses)
{
    /// <summary>That there are none.</summary>
    public static readonly SrvAnswer None = new([], new Dictionary<string, IReadOnlyList<IPAddress>>());
}
