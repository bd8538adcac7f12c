// SPDX-License-Identifier: MIT
using System.Globalization;
using PreserveStack.Module.Sysctls;

namespace PreserveStack.Module.Configuration;

/// <summary>Writes a setting.</summary>
internal sealed record SettingStep(SysctlEntry Entry, uint From, uint To) : IConfigurationStep
{
    public string Name => Entry.Key;

    public void Do(PreserveModule module) => module.WriteSetting(Entry.Key, To.ToString(CultureInfo.InvariantCulture));

    public void Undo(PreserveModule module) => module.WriteSetting(Entry.Key, From.ToString(CultureInfo.InvariantCulture));
}
