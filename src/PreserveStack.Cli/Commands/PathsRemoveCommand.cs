// SPDX-License-Identifier: MIT
using System.CommandLine;
using PreserveStack.Cli.Help;
using PreserveStack.Module.Paths;

namespace PreserveStack.Cli.Commands;

/// <summary><c>preserve paths remove</c></summary>
internal static class PathsRemoveCommand
{
    public static Command Create(CliServices services, CommonOptions common)
    {
        var devices = new Argument<string[]>("DEV")
        {
            Description = "Network devices, of any group",
            Arity = ArgumentArity.OneOrMore,
        };
        var command = new ExampleCommand("remove", "Take paths out of their groups; all of them or none")
        {
            Examples = [new("preserve paths remove tunl1", "its packets go over the others from now on")],
        };
        command.Arguments.Add(devices);
        command.Options.Add(common.Namespace);
        command.SetAction(parsed =>
        {
            Module.PreserveModule module = services.Module(parsed.GetValue(common.Namespace));
            IReadOnlyList<PathGroup> groups = PathGroup.Of(module.ReadPaths());
            var transaction = new PathTransaction();
            foreach (string device in parsed.GetValue(devices)!.Select(PathRules.CheckDevice).Distinct())
            {
                transaction.Remove(device, groups.FirstOrDefault(group => group.Find(device) is not null)?.Name ?? PathRules.DefaultGroup);
            }

            module.WritePaths(transaction);
            return PathsCommand.Report(services, common, parsed, module);
        });
        return command;
    }
}
