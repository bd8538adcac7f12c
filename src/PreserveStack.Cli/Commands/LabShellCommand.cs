// SPDX-License-Identifier: MIT
using System.CommandLine;
using PreserveStack.Cli.Help;

namespace PreserveStack.Cli.Commands;

/// <summary><c>preserve lab shell</c></summary>
internal static class LabShellCommand
{
    public static Command Create(CliServices services, CommonOptions common)
    {
        var topology = new TopologyOptionSet();
        var command = new ExampleCommand("shell", "Get a root shell with a topology up")
        {
            Examples =
            [
                new("preserve lab shell two-routers", "then: ip netns exec client bash"),
                new("preserve lab shell two-links --no-module", "without the module, to compare"),
            ],
        };
        topology.AddTo(command);
        command.SetAction((parsed, cancellationToken) =>
        {
            if (parsed.GetValue(common.Json))
            {
                throw new UsageException("a shell has no JSON: use 'preserve lab exec --json'");
            }

            LabSession session = LabSession.Open(services);
            return session.Lab.ShellAsync(parsed.GetValue(topology.Topology)!, topology.Read(parsed, session), cancellationToken);
        });
        return command;
    }
}
