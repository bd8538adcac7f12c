// SPDX-License-Identifier: MIT
using System.CommandLine;
using PreserveStack.Cli.Help;
using PreserveStack.Module.Configuration;

namespace PreserveStack.Cli.Commands;

/// <summary><c>preserve config apply</c></summary>
internal static class ConfigApplyCommand
{
    public static Command Create(CliServices services, CommonOptions common)
    {
        Argument<string> file = ConfigurationFile.Argument();
        var dryRun = new Option<bool>("--dry-run")
        {
            Description = "Check the file and print what would change, and change nothing",
        };
        var command = new ExampleCommand("apply", "Put a configuration file in force: settings and paths, all of it or nothing")
        {
            Examples =
            [
                new("preserve config apply preserve.yaml", "print what changed; a second time nothing does"),
                new("preserve config apply preserve.yaml --dry-run", "only look"),
                new("preserve config apply preserve.yaml -n client --json", "in another network namespace"),
            ],
        };
        command.Arguments.Add(file);
        command.Options.Add(dryRun);
        command.Options.Add(common.Namespace);
        command.SetAction(parsed =>
        {
            Module.PreserveModule module = services.Module(parsed.GetValue(common.Namespace));
            ConfigurationPlan plan = ConfigurationFile.Plan(parsed.GetValue(file)!, module);
            bool apply = !parsed.GetValue(dryRun);
            if (apply)
            {
                plan.Apply(module);
            }

            ConfigurationFile.Report(services.Terminal.Out, plan, apply, parsed.GetValue(common.Json));
            return ExitStatus.Success;
        });
        return command;
    }
}
