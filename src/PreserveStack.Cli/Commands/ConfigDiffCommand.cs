// SPDX-License-Identifier: MIT
using System.CommandLine;
using PreserveStack.Cli.Help;

namespace PreserveStack.Cli.Commands;

/// <summary><c>preserve config diff</c></summary>
internal static class ConfigDiffCommand
{
    public static Command Create(CliServices services, CommonOptions common)
    {
        Argument<string> file = ConfigurationFile.Argument();
        var command = new ExampleCommand("diff", "Check a configuration file, and show in what it differs from what is in force")
        {
            Examples =
            [
                new("preserve config diff preserve.yaml", "what 'preserve config apply' would change"),
                new("preserve config diff preserve.yaml --json | jq '.changes | length'", "is it in force?"),
            ],
        };
        command.Arguments.Add(file);
        command.Options.Add(common.Namespace);
        command.SetAction(parsed =>
        {
            Module.PreserveModule module = services.Module(parsed.GetValue(common.Namespace));
            ConfigurationFile.Report(
                services.Terminal.Out,
                ConfigurationFile.Plan(parsed.GetValue(file)!, module),
                applied: false,
                parsed.GetValue(common.Json));
            return ExitStatus.Success;
        });
        return command;
    }
}
