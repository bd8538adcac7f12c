// SPDX-License-Identifier: MIT
using System.CommandLine;
using System.CommandLine.Help;
using System.Net.Sockets;
using PreserveStack.Cli;
using PreserveStack.Cli.Benchmarks;
using PreserveStack.Cli.Help;

var json = new Option<bool>("--json") { Description = "Print JSON, one object a line", Recursive = true };
var root = new RootCommand("Measure TCP, MPTCP and NameSocket: throughput, latency, connection rate.") { json };
foreach (Command command in BenchCommands.All(new BenchContext(Console.Out, Console.Error, json), "preserve-bench"))
{
    root.Subcommands.Add(command);
}

HelpOption help = root.Options.OfType<HelpOption>().Single();
help.Action = new HelpWithExamples((HelpAction)help.Action!);
try
{
    ParseResult parsed = root.Parse(args, new ParserConfiguration { EnablePosixBundling = false });
    int status = await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
    return parsed.Errors.Count > 0 ? ExitStatus.Usage : status;
}
catch (OperationCanceledException)
{
    return Fail("interrupted", ExitStatus.Interrupted);
}
catch (UsageException exception)
{
    return Fail(exception.Message, ExitStatus.Usage);
}
catch (Exception exception) when (exception is IOException or SocketException or RunFailedException or UnauthorizedAccessException)
{
    return Fail(exception.Message, ExitStatus.Failure);
}

static int Fail(string message, int status)
{
    Console.Error.WriteLine($"preserve-bench: {message}");
    return status;
}
