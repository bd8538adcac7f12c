// SPDX-License-Identifier: MIT
using System.CommandLine;
using PreserveStack.Module.Sysctls;

namespace PreserveStack.Cli.Commands;

/// <summary>Arguments that take the names of settings, with their completion.</summary>
internal static class SettingKeys
{
    public static T WithKeys<T>(this T argument)
        where T : Argument
    {
        argument.CompletionSources.Add([.. SysctlCatalog.Entries.Select(entry => entry.Key)]);
        return argument;
    }
}
