// SPDX-License-Identifier: MIT
using System.CommandLine;
using PreserveStack.Cli.Help;

namespace PreserveStack.Cli.Commands;

/// <summary><c>preserve config</c></summary>
internal static class ConfigCommand
{
    public static Command Create(CliServices services, CommonOptions common) =>
        new ExampleCommand("config", "The module's settings in a network namespace, and the lab's defaults")
        {
            ConfigGetCommand.Create(services, common),
            ConfigSetCommand.Create(services, common),
            ConfigShowCommand.Create(services, common),
            ConfigDiffCommand.Create(services, common),
            ConfigApplyCommand.Create(services, common),
            ConfigReferenceCommand.Create(services),
        };
}
