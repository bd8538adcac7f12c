// SPDX-License-Identifier: MIT
using System.CommandLine;
using PreserveStack.Cli.Help;

namespace PreserveStack.Cli.Commands;

internal static class TestCommand
{
    public static Command Create(CliServices services, CommonOptions common) => new ExampleCommand("test", "Test");
}
