// SPDX-License-Identifier: MIT
using System.CommandLine;
using System.CommandLine.Help;
using System.Reflection;
using PreserveStack.Cli;
using PreserveStack.Cli.Help;
using PreserveStack.Cli.Reporting;
using PreserveStack.Module;
using PreserveStack.Module.Reporting;

var json = new Option<bool>("--json") { Description = "Print JSON", Recursive = true };
var space = new Option<string?>("--netns", "-n") { Description = "The network namespace to look into", HelpName = "NAME" };
string version = Assembly.GetExecutingAssembly().GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;
var context = new DebugReportContext(Console.Out, json, space, new ReportSources { Version = version });
var root = new RootCommand("Put what a bug report needs into one archive.") { json, DebugReportCommand.Create(context) };
HelpOption help = root.Options.OfType<HelpOption>().Single();
help.Action = new HelpWithExamples((HelpAction)help.Action!);
try
{
    ParseResult parsed = root.Parse([DebugReportCommand.Name, .. args], new ParserConfiguration { EnablePosixBundling = false });
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
catch (Exception exception) when (exception is IOException or ModuleException or UnauthorizedAccessException)
{
    return Fail(exception.Message, ExitStatus.Failure);
}

static int Fail(string message, int status)
{
    Console.Error.WriteLine($"preserve-debug-report: {message}");
    return status;
}
