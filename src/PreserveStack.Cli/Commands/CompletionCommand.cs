// SPDX-License-Identifier: MIT
using System.CommandLine;
using PreserveStack.Cli.Help;

namespace PreserveStack.Cli.Commands;

internal static class CompletionCommand
{
    public static Command Create(CliServices services) => new ExampleCommand("completion", "Completion");
}
