// SPDX-License-Identifier: MIT
using System.Net;

namespace PreserveStack.Module.Tables;

/// <summary>A line of /proc/net/preserve/blackholes: a destination that drops the option.</summary>
/// <param name="Address">The destination.</param>
/// <param name="RemainingS">Seconds for which it is still remembered.</param>
/// <param name="Failures">How often it failed in a row.</param>
public sealed record BlackholeEntry(IPAddress Address, ulong RemainingS, ulong Failures);
