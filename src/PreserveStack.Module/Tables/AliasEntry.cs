// SPDX-License-Identifier: MIT
using System.Net;

namespace PreserveStack.Module.Tables;

/// <summary>A line of /proc/net/preserve/aliases: one pair of one connection.</summary>
/// <param name="Id">The connection.</param>
/// <param name="LocalAddress">Local address of the pair.</param>
/// <param name="LocalPort">Local port.</param>
/// <param name="RemoteAddress">Remote address of the pair.</param>
/// <param name="RemotePort">Remote port.</param>
/// <param name="Current">Whether it is the pair in use.</param>
/// <param name="Usable">Whether address, route and carrier are there.</param>
/// <param name="AliveMs">Milliseconds since a probe on it was answered; null when none was.</param>
public sealed record AliasEntry(
    ulong Id,
    IPAddress LocalAddress,
    ushort LocalPort,
    IPAddress RemoteAddress,
    ushort RemotePort,
    bool Current,
    bool Usable,
    ulong? AliveMs);
