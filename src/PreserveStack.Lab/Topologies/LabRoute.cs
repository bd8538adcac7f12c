// SPDX-License-Identifier: MIT
using System.Net;

namespace PreserveStack.Lab.Topologies;

/// <summary>A route by way of an interface.</summary>
/// <param name="At">The interface.</param>
/// <param name="To">A prefix, or "default".</param>
/// <param name="Via">The next hop.</param>
/// <param name="Table">Its table; null for the main one.</param>
/// <param name="Metric">Its metric; null for the kernel's default.</param>
public sealed record LabRoute(InterfaceName At, string To, IPAddress Via, int? Table, int? Metric);

/// <summary>A rule that packets from an address look up their own table, and nothing else.</summary>
/// <param name="Host">The host.</param>
/// <param name="From">The source address.</param>
/// <param name="Table">The table.</param>
public sealed record LabRule(string Host, IPAddress From, int Table);
