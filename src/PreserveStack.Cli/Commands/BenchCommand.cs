// SPDX-License-Identifier: MIT
using System.CommandLine;
using PreserveStack.Cli.Benchmarks;
using PreserveStack.Cli.Help;

namespace PreserveStack.Cli.Commands;

/// <summary><c>preserve bench</c></summary>
internal static class BenchCommand
{
    private const string Prefix = "preserve bench";

    public static Command Create(CliServices services, CommonOptions common)
    {
        var command = new ExampleCommand("bench", "Measure TCP, MPTCP and NameSocket: throughput, latency, connection rate");
        foreach (Command part in BenchCommands.All(new BenchContext(services.Terminal.Out, services.Terminal.Error, common.Json), Prefix))
        {
            command.Subcommands.Add(part);
        }

        command.Subcommands.Add(BenchReportCommand.Create(services, common));
        return command;
    }
}
