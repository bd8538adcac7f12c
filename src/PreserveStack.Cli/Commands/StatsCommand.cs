// SPDX-License-Identifier: MIT
using System.CommandLine;
using PreserveStack.Cli.Help;

namespace PreserveStack.Cli.Commands;

internal static class StatsCommand
{
    public static Command Create(CliServices services, CommonOptions common) => new ExampleCommand("stats", "Stats");
}
