// SPDX-License-Identifier: MIT
using System.CommandLine;
using PreserveStack.Cli.Help;
using PreserveStack.Lab;

namespace PreserveStack.Cli.Commands;

/// <summary><c>preserve lab shell</c></summary>
internal static class LabShellCommand
{
    public static Command Create(CliServices services, CommonOptions common)
    {
        var topology = new TopologyOptionSet();
        var debugger = new Option<bool>("--gdb")
        {
            Description = "With --vm uml or debug: print the command that attaches gdb to the kernel, with the symbols of the module",
        };
        var command = new ExampleCommand("shell", "Get a root shell with a topology up")
        {
            Examples =
            [
                new("preserve lab shell two-routers", "then: ip netns exec client bash"),
                new("preserve lab shell two-links --no-module", "without the module, to compare"),
                new("preserve lab shell two-links --vm uml --gdb", "breakpoints in the module; see docs/gdb.md"),
            ],
        };
        topology.AddTo(command);
        command.Options.Add(debugger);
        command.SetAction((parsed, cancellationToken) =>
        {
            if (parsed.GetValue(common.Json))
            {
                throw new UsageException("a shell has no JSON: use 'preserve lab exec --json'");
            }

            LabSession session = LabSession.Open(services);
            ExecOptions options = topology.Read(parsed, session) with { WithDebugger = parsed.GetValue(debugger) };
            return session.Lab.ShellAsync(parsed.GetValue(topology.Topology)!, options, cancellationToken);
        });
        return command;
    }
}
