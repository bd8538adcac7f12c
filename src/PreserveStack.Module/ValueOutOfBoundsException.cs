// SPDX-License-Identifier: MIT
using PreserveStack.Module.Sysctls;

namespace PreserveStack.Module;

/// <summary>A value that a setting does not take.</summary>
/// <param name="entry">The setting.</param>
/// <param name="value">What was asked for.</param>
public sealed class ValueOutOfBoundsException(SysctlEntry entry, string value)
    : ModuleException($"{entry.Key} cannot be '{value}': it takes {entry.Takes}");
