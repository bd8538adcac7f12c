// SPDX-License-Identifier: MIT
using System.CommandLine;
using PreserveStack.Cli.Help;
using PreserveStack.Cli.Output;

namespace PreserveStack.Cli.Commands;

/// <summary><c>preserve setup</c>: the root script has done the work when this runs; it only says so.</summary>
internal static class SetupCommand
{
    public static Command Create(CliServices services, CommonOptions common)
    {
        var command = new ExampleCommand("setup", "Install the Debian packages that are missing and build what changed, nothing else")
        {
            Examples = [new("sudo ./preserve setup", "once, so that the lab then works without root")],
        };
        command.SetAction(parsed =>
        {
            TextWriter output = services.Terminal.Out;
            output.WriteLine(parsed.GetValue(common.Json)
                ? Json.Document(new { State = "ready", services.Root })
                : "Everything is in place: try 'preserve demo'.");
            return ExitStatus.Success;
        });
        return command;
    }
}
