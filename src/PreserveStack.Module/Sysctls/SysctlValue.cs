// SPDX-License-Identifier: MIT
using System.Globalization;

namespace PreserveStack.Module.Sysctls;

/// <summary>A setting and the value it has in one network namespace.</summary>
/// <param name="Entry">The setting.</param>
/// <param name="Value">Its value now, as the kernel shows it.</param>
public sealed record SysctlValue(SysctlEntry Entry, string Value)
{
    /// <summary>The value of a setting that is a number.</summary>
    public uint Number => uint.Parse(Value, NumberStyles.None, CultureInfo.InvariantCulture);
}
