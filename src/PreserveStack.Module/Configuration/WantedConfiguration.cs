// SPDX-License-Identifier: MIT
using PreserveStack.Module.Paths;
using PreserveStack.Module.Sysctls;

namespace PreserveStack.Module.Configuration;

/// <summary>What a configuration file asks for.</summary>
/// <param name="Settings">The settings that it names; others stay as they are.</param>
/// <param name="Groups">All groups of paths that there are to be; null leaves them as they are.</param>
public sealed record WantedConfiguration(IReadOnlyList<SysctlValue> Settings, IReadOnlyList<PathGroup>? Groups)
{
    /// <summary>The value of a setting after this was applied, or null when the loaded module lacks it.</summary>
    /// <param name="key">Its name.</param>
    /// <param name="running">What is in force before.</param>
    internal string? ValueOf(string key, RunningConfiguration running)
    {
        SysctlEntry entry = SysctlCatalog.Find(key);
        return Settings.FirstOrDefault(setting => setting.Entry == entry)?.Value ?? running.ValueOf(entry);
    }
}
