// SPDX-License-Identifier: MIT
using System.Net;

namespace PreserveStack.Module.Tables;

/// <summary>A line of /proc/net/preserve/reorder: the buffer of one connection.</summary>
/// <param name="LocalAddress">Local address, IPv4 or IPv6.</param>
/// <param name="LocalPort">Local port.</param>
/// <param name="RemoteAddress">Remote address.</param>
/// <param name="RemotePort">Remote port.</param>
/// <param name="Paths">Paths by which segments came.</param>
/// <param name="HeldPackets">Packets that are held now.</param>
/// <param name="HeldBytes">Memory that they take.</param>
/// <param name="MaxHeldPackets">The most packets that were ever held at once.</param>
/// <param name="TimeoutUs">How long a segment waits for those before it at present, in microseconds.</param>
/// <param name="Packets">Packets that were looked at.</param>
/// <param name="Reordered">Segments that arrived after one that follows them.</param>
/// <param name="GapsLost">Gaps that every path had passed: what was missing is lost.</param>
/// <param name="Timeouts">Gaps that were given up after the time-out.</param>
public sealed record ReorderEntry(
    IPAddress LocalAddress,
    ushort LocalPort,
    IPAddress RemoteAddress,
    ushort RemotePort,
    int Paths,
    ulong HeldPackets,
    ulong HeldBytes,
    ulong MaxHeldPackets,
    ulong TimeoutUs,
    ulong Packets,
    ulong Reordered,
    ulong GapsLost,
    ulong Timeouts);
