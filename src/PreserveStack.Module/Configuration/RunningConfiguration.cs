// SPDX-License-Identifier: MIT
using PreserveStack.Module.Paths;
using PreserveStack.Module.Sysctls;

namespace PreserveStack.Module.Configuration;

/// <summary>What is in force in a network namespace.</summary>
/// <param name="Settings">The settings that the loaded module has.</param>
/// <param name="Groups">The groups of paths.</param>
/// <param name="Devices">The network devices.</param>
public sealed record RunningConfiguration(
    IReadOnlyList<SysctlValue> Settings,
    IReadOnlyList<PathGroup> Groups,
    IReadOnlyList<string> Devices)
{
    /// <summary>The value of a setting, or null when the loaded module lacks it.</summary>
    /// <param name="entry">The setting.</param>
    public string? ValueOf(SysctlEntry entry) => Settings.FirstOrDefault(setting => setting.Entry == entry)?.Value;
}
