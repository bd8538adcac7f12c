// SPDX-License-Identifier: MIT
using System.CommandLine;
using PreserveStack.Cli.Help;
using PreserveStack.Module.Paths;

namespace PreserveStack.Cli.Commands;

/// <summary><c>preserve paths clear</c></summary>
internal static class PathsClearCommand
{
    public static Command Create(CliServices services, CommonOptions common)
    {
        var command = new ExampleCommand("clear", "Remove all groups with their paths; connections go on over their own routes")
        {
            Examples = [new("preserve paths clear -n client", "in another network namespace")],
        };
        command.Options.Add(common.Namespace);
        command.SetAction(parsed =>
        {
            Module.PreserveModule module = services.Module(parsed.GetValue(common.Namespace));
            module.WritePaths(new PathTransaction().Clear());
            return PathsCommand.Report(services, common, parsed, module);
        });
        return command;
    }
}
