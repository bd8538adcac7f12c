// SPDX-License-Identifier: MIT
using System.CommandLine;
using System.Reflection;
using PreserveStack.Cli;
using PreserveStack.Cli.Reporting;
using PreserveStack.Module;
using PreserveStack.Module.Reporting;

var json = new Option<bool>("--json") { Description = "Print JSON", Recursive = true };
var space = new Option<string?>("--netns", "-n") { Description = "The network namespace to look into", HelpName = "NAME" };
string version = Assembly.GetExecutingAssembly().GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;
var context = new DebugReportContext(Console.Out, json, space, new ReportSources { Version = version });
var root = new RootCommand("Put what a bug report needs into one archive.") { json, DebugReportCommand.Create(context) };

return await StandaloneProgram.RunAsync(
    "preserve-debug-report",
    root,
    [DebugReportCommand.Name, .. args],
    exception => exception is IOException or ModuleException or UnauthorizedAccessException);
