// SPDX-License-Identifier: MIT
using System.CommandLine;
using PreserveStack.Cli.Help;
using PreserveStack.Module.Sysctls;

namespace PreserveStack.Cli.Commands;

/// <summary><c>preserve config reference</c></summary>
internal static class ConfigReferenceCommand
{
    private const string Markdown = "markdown";
    private const string Man = "man";

    public static Command Create(CliServices services)
    {
        var format = new Option<string>("--format")
        {
            Description = "markdown (docs/sysctl.md) or man (docs/man/preserve.sysctl.5)",
            HelpName = "FORMAT",
            DefaultValueFactory = _ => Markdown,
        };
        format.AcceptOnlyFromAmong(Markdown, Man);
        var command = new ExampleCommand("reference", "Print the reference of all settings; needs no module")
        {
            Examples = [new("preserve config reference --format man | man -l -", "read it")],
        };
        command.Options.Add(format);
        command.SetAction(parsed =>
        {
            services.Terminal.Out.Write(parsed.GetValue(format) == Man ? SysctlReference.Man() : SysctlReference.Markdown());
            return ExitStatus.Success;
        });
        return command;
    }
}
