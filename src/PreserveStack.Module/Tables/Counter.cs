// SPDX-License-Identifier: MIT
namespace PreserveStack.Module.Tables;

/// <summary>A line of /proc/net/preserve/stats.</summary>
/// <param name="Name">The event, as the kernel names it (SynSent).</param>
/// <param name="Value">How often it happened since the module was loaded.</param>
public sealed record Counter(string Name, ulong Value);
