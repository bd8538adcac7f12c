// SPDX-License-Identifier: MIT
using System.CommandLine;
using System.Net.Sockets;
using PreserveStack.Cli;
using PreserveStack.Cli.Benchmarks;

const string Name = "preserve-bench";

var json = new Option<bool>("--json") { Description = "Print JSON, one object a line", Recursive = true };
var root = new RootCommand("Measure TCP, MPTCP and NameSocket: throughput, latency, connection rate.") { json };
foreach (Command command in BenchCommands.All(new BenchContext(Console.Out, Console.Error, json), Name))
{
    root.Subcommands.Add(command);
}

return await StandaloneProgram.RunAsync(
    Name, root, args, exception => exception is IOException or SocketException or RunFailedException or UnauthorizedAccessException);
