// SPDX-License-Identifier: MIT
using System.CommandLine;
using PreserveStack.Cli.Help;
using PreserveStack.Cli.Output;
using PreserveStack.Cli.Terminals;
using PreserveStack.Lab;
using PreserveStack.Lab.Machines;

namespace PreserveStack.Cli.Commands;

/// <summary><c>preserve lab exec</c></summary>
internal static class LabExecCommand
{
    public static Command Create(CliServices services, CommonOptions common)
    {
        var topology = new TopologyOptionSet();
        var folder = LabOptions.Out("Put the files the script leaves in $OUT there");
        var script = new Argument<string[]>("SCRIPT")
        {
            Description = "A script file of yours, a command, or one quoted line of shell; with arguments",
            Arity = ArgumentArity.OneOrMore,
        };
        var command = new ExampleCommand("exec", "Run a script as root with a topology up; returns its exit status and its output")
        {
            Examples =
            [
                new("preserve lab exec two-routers -- ./my-test.sh", "addresses are in CLIENT1 CLIENT2 SERVER1 SERVER2"),
                new("preserve lab exec two-links -- ip netns exec client ip -6 route", "look around"),
                new("preserve lab exec two-routers --plain server -- ./my-test.sh", "with a peer that is off"),
                new("preserve lab exec two-links --kernel 6.12 --set delay=50ms -- ./my-test.sh", "slower, on a newer kernel"),
            ],
        };
        topology.AddTo(command);
        command.Options.Add(folder);
        command.Arguments.Add(script);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            LabSession session = LabSession.Open(services);
            bool asJson = parsed.GetValue(common.Json);
            string name = parsed.GetValue(topology.Topology)!;
            ExecOptions options = topology.Read(parsed, session) with { OutputDirectory = parsed.GetValue(folder) };
            GuestResult result = await session.Lab.ExecAsync(
                name,
                options,
                parsed.GetValue(script)!,
                asJson ? null : new PassThroughOutput(services.Terminal),
                cancellationToken).ConfigureAwait(false);
            if (asJson)
            {
                services.Terminal.Out.WriteLine(Json.Document(new
                {
                    Topology = name,
                    Vm = options.Machine.Kind,
                    options.Machine.Kernel,
                    options.Machine.Seed,
                    options.Machine.Processors,
                    result.ExitStatus,
                    result.StandardOutput,
                    result.StandardError,
                    Files = result.Files.Keys.Order(StringComparer.Ordinal),
                }));
            }

            return result.ExitStatus;
        });
        return command;
    }
}
