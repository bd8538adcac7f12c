// SPDX-License-Identifier: MIT
using System.CommandLine;
using PreserveStack.Cli.Help;

namespace PreserveStack.Cli.Commands;

internal static class DemoCommand
{
    public static Command Create(CliServices services, CommonOptions common) => new ExampleCommand("demo", "Demo");
}
