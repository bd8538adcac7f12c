// SPDX-License-Identifier: MIT
using PreserveStack.Module.Sysctls;

namespace PreserveStack.Cli.Commands;

/// <summary>A setting as <c>--json</c> shows it.</summary>
internal sealed record SettingView(string Key, object Value, string Unit, uint Minimum, uint Maximum, object Default, string Summary)
{
    public static SettingView Of(SysctlValue setting) => new(
        setting.Entry.Key,
        setting.Entry.Kind == SysctlKind.Number ? setting.Number : setting.Value,
        setting.Entry.Unit,
        setting.Entry.Minimum,
        setting.Entry.Maximum,
        setting.Entry.Kind == SysctlKind.Number ? setting.Entry.Parse(setting.Entry.Default) : setting.Entry.Default,
        setting.Entry.Summary);
}
