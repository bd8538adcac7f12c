// SPDX-License-Identifier: MIT
using System.CommandLine;
using PreserveStack.Cli.Help;
using PreserveStack.Cli.Output;
using PreserveStack.Cli.Paths;

namespace PreserveStack.Cli.Commands;

/// <summary><c>preserve paths</c></summary>
internal static class PathsCommand
{
    public static Command Create(CliServices services, CommonOptions common)
    {
        var watch = new Watch();
        var command = new ExampleCommand("paths", "Show the paths over which TCP connections are spread, or change them")
        {
            Examples =
            [
                new("preserve paths", "groups, weights, and what each path carries"),
                new("preserve paths --watch", "live, with current rates"),
                new("preserve paths set tunl1=1 tunl2=6", "spread over two tunnels, one packet in seven by the first"),
                new("preserve paths --json | jq '.[] | select(.state != \"up\")'", "those that do not work"),
            ],
        };
        command.Subcommands.Add(PathsSetCommand.Create(services, common));
        command.Subcommands.Add(PathsRemoveCommand.Create(services, common));
        command.Subcommands.Add(PathsClearCommand.Create(services, common));
        command.Options.Add(common.Namespace);
        watch.AddTo(command);
        command.SetAction((parsed, cancellationToken) =>
        {
            Module.PreserveModule module = services.Module(parsed.GetValue(common.Namespace));
            var meter = new PathMeter(services.Time);
            return watch.RunAsync(
                services.Terminal,
                parsed,
                parsed.GetValue(common.Json),
                "paths",
                () => meter.Next(module.ReadPaths()),
                (paths, output) => PathsText.Write(paths, watch.IsOn(parsed), output),
                cancellationToken);
        });
        return command;
    }

    /// <summary>Prints the paths as they are after a change.</summary>
    public static int Report(CliServices services, CommonOptions common, ParseResult parsed, Module.PreserveModule module)
    {
        PathView[] paths = [.. module.ReadPaths().Select(path => PathView.Of(path))];
        if (parsed.GetValue(common.Json))
        {
            services.Terminal.Out.WriteLine(Json.Document(paths));
        }
        else
        {
            PathsText.Write(paths, live: false, services.Terminal.Out);
        }

        return ExitStatus.Success;
    }
}
