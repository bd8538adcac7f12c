// SPDX-License-Identifier: MIT
using System.CommandLine;
using PreserveStack.Cli.Help;
using PreserveStack.Module.Paths;

namespace PreserveStack.Cli.Commands;

/// <summary><c>preserve paths set</c></summary>
internal static class PathsSetCommand
{
    public static Command Create(CliServices services, CommonOptions common)
    {
        var weights = new Argument<string[]>("DEV=WEIGHT")
        {
            Description = "Network devices with their weights, 0 to 1000; 0 is a backup, used when no other works",
            Arity = ArgumentArity.ZeroOrMore,
        };
        Option<string> group = Group("The group to change; made when there is none");
        var mode = new Option<string?>("--mode")
        {
            Description = "weighted (by the weights), adaptive (by what the paths carry), redundant (every packet on all), failover",
            HelpName = "MODE",
        };
        mode.CompletionSources.Add([.. PathRules.Modes]);
        var command = new ExampleCommand("set", "Add paths to a group, or change weights and mode; all at once or not at all")
        {
            Examples =
            [
                new("preserve paths set tunl1=1 tunl2=6", "tunl2 gets six packets for one of tunl1"),
                new("preserve paths set wg0=1 wg1=1 --mode adaptive", "shares by what the paths are measured to carry"),
                new("preserve paths set lte0=0", "a backup"),
                new("preserve paths set --group video --mode failover", "only the mode"),
            ],
        };
        command.Arguments.Add(weights);
        command.Options.Add(group);
        command.Options.Add(mode);
        command.Options.Add(common.Namespace);
        command.SetAction(parsed =>
        {
            string name = PathRules.CheckGroup(parsed.GetValue(group)!);
            var transaction = new PathTransaction();
            if (parsed.GetValue(mode) is { } wanted)
            {
                transaction.SetMode(PathRules.ParseMode(wanted), name);
            }

            foreach ((string device, uint weight) in parsed.GetValue(weights)!.Select(Split))
            {
                transaction.Set(device, weight, name);
            }

            if (transaction.IsEmpty)
            {
                throw new UsageException("nothing to set: give DEV=WEIGHT or --mode; see 'preserve paths set --help'");
            }

            Module.PreserveModule module = services.Module(parsed.GetValue(common.Namespace));
            module.WritePaths(transaction);
            return PathsCommand.Report(services, common, parsed, module);
        });
        return command;
    }

    public static Option<string> Group(string description) => new("--group", "-g")
    {
        Description = description,
        HelpName = "GROUP",
        DefaultValueFactory = _ => PathRules.DefaultGroup,
    };

    // A device may have '=' in its name, a weight may not.
    private static (string Device, uint Weight) Split(string word)
    {
        int sign = word.LastIndexOf('=');
        if (sign <= 0)
        {
            throw new UsageException($"'{word}' is not of the form DEV=WEIGHT");
        }

        string device = PathRules.CheckDevice(word[..sign]);
        return (device, PathRules.ParseWeight(device, word[(sign + 1)..]));
    }
}
