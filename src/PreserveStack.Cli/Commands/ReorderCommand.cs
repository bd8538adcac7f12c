// SPDX-License-Identifier: MIT
using System.CommandLine;
using PreserveStack.Cli.Help;
using PreserveStack.Cli.Paths;

namespace PreserveStack.Cli.Commands;

/// <summary><c>preserve reorder</c></summary>
internal static class ReorderCommand
{
    public static Command Create(CliServices services, CommonOptions common)
    {
        var watch = new Watch();
        var command = new ExampleCommand("reorder", "Show the reorder buffers: connections whose segments arrive out of order")
        {
            Examples =
            [
                new("preserve reorder", "what each connection holds, how long it waits, and what was lost"),
                new("preserve reorder -n server --watch --interval 200", "live, in another network namespace"),
                new("preserve reorder --json | jq 'map(.held_bytes) | add'", "memory in use"),
            ],
        };
        command.Options.Add(common.Namespace);
        watch.AddTo(command);
        command.SetAction((parsed, cancellationToken) => watch.RunAsync(
            services.Terminal,
            parsed,
            parsed.GetValue(common.Json),
            "buffers",
            services.Module(parsed.GetValue(common.Namespace)).ReadReorder,
            PathsText.Write,
            cancellationToken));
        return command;
    }
}
