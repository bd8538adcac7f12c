// SPDX-License-Identifier: MIT
using PreserveStack.Module.Sysctls;

namespace PreserveStack.Module.Configuration;

/// <summary>Writes a setting.</summary>
internal sealed record SettingStep(SysctlEntry Entry, string From, string To) : IConfigurationStep
{
    public string Name => Entry.Key;

    public void Do(PreserveModule module) => module.WriteSetting(Entry.Key, To);

    public void Undo(PreserveModule module) => module.WriteSetting(Entry.Key, From);
}
