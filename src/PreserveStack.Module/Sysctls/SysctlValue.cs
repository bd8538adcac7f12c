// SPDX-License-Identifier: MIT
namespace PreserveStack.Module.Sysctls;

/// <summary>A setting and the value it has in one network namespace.</summary>
/// <param name="Entry">The setting.</param>
/// <param name="Value">Its value now.</param>
public sealed record SysctlValue(SysctlEntry Entry, uint Value);
