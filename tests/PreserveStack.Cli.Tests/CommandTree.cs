// SPDX-License-Identifier: MIT
using System.CommandLine;

namespace PreserveStack.Cli.Tests;

/// <summary>Walks the commands.</summary>
internal static class CommandTree
{
    public static IEnumerable<(string Path, Command Command)> All()
    {
        using var cli = new Cli();
        return [.. Walk(new PreserveCommandLine(cli.CreateServices()).CreateRoot(), "")];
    }

    private static IEnumerable<(string Path, Command Command)> Walk(Command command, string path)
    {
        yield return (path, command);
        foreach (Command subcommand in command.Subcommands)
        {
            foreach ((string, Command) below in Walk(subcommand, $"{path} {subcommand.Name}".Trim()))
            {
                yield return below;
            }
        }
    }
}
