// SPDX-License-Identifier: MIT
using System.Net;
using System.Net.Sockets;

namespace PreserveStack.Lab.Topologies;

/// <summary>A route by way of an interface.</summary>
/// <param name="At">The interface.</param>
/// <param name="Family">Of the packets that it is for.</param>
/// <param name="To">A prefix, or "default".</param>
/// <param name="Via">The next hop; null where whatever is sent into the interface arrives, as in a tunnel.</param>
/// <param name="Source">The address that programs speak from unless they choose one; null for the kernel's choice.</param>
/// <param name="Table">Its table; null for the main one.</param>
/// <param name="Metric">Its metric; null for the kernel's default.</param>
public sealed record LabRoute(InterfaceName At, AddressFamily Family, string To, IPAddress? Via, IPAddress? Source, int? Table, int? Metric);

/// <summary>A rule that packets from an address look up their own table, and nothing else.</summary>
/// <param name="Host">The host.</param>
/// <param name="From">The source address.</param>
/// <param name="Table">The table.</param>
public sealed record LabRule(string Host, IPAddress From, int Table);
