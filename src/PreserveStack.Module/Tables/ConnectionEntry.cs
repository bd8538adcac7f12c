// SPDX-License-Identifier: MIT
using System.Net;

namespace PreserveStack.Module.Tables;

/// <summary>A line of /proc/net/preserve/connections.</summary>
/// <param name="Id">Number of the connection, not used again while the module is loaded.</param>
/// <param name="Role">Who opened it.</param>
/// <param name="State">How far its negotiation is.</param>
/// <param name="LocalAddress">Local address of the handshake pair.</param>
/// <param name="LocalPort">Local port.</param>
/// <param name="RemoteAddress">Remote address of the handshake pair.</param>
/// <param name="RemotePort">Remote port.</param>
/// <param name="CurrentLocalAddress">Local address of the current pair.</param>
/// <param name="CurrentRemoteAddress">Remote address of the current pair.</param>
/// <param name="Pairs">Number of pairs of a local and a remote address.</param>
/// <param name="Migrations">How often this end moved the connection.</param>
/// <param name="Followed">How often it followed the peer.</param>
/// <param name="Cause">Why the pair changed last.</param>
/// <param name="SinceMs">Milliseconds since then; null when it never changed.</param>
/// <param name="Told">The addresses that the peer was told, beside that of the handshake pair.</param>
public sealed record ConnectionEntry(
    ulong Id,
    ConnectionRole Role,
    ConnectionState State,
    IPAddress LocalAddress,
    ushort LocalPort,
    IPAddress RemoteAddress,
    ushort RemotePort,
    IPAddress CurrentLocalAddress,
    IPAddress CurrentRemoteAddress,
    int Pairs,
    ulong Migrations,
    ulong Followed,
    MigrationCause Cause,
    ulong? SinceMs,
    IReadOnlyList<IPAddress> Told);
