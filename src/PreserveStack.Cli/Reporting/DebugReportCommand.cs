// SPDX-License-Identifier: MIT
using System.CommandLine;
using PreserveStack.Cli.Help;
using PreserveStack.Module.Namespaces;
using PreserveStack.Module.Reporting;

namespace PreserveStack.Cli.Reporting;

/// <summary><c>preserve debug-report</c></summary>
internal static class DebugReportCommand
{
    public const string Name = "debug-report";

    public static Command Create(DebugReportContext context)
    {
        var output = new Option<string?>("--out")
        {
            Description = "The archive; there must be no such file yet. Default is preserve-report-TIME.tar.gz in this folder",
            HelpName = "FILE",
        };
        var mask = new Option<bool>("--mask")
        {
            Description = "Replace addresses and the names of host and users by pseudonyms, the same in all files; networks stay networks",
        };
        var command = new ExampleCommand(Name, "Put what a bug report needs into one archive, without keys and passwords; what cannot be had is listed in it")
        {
            Examples =
            [
                new("sudo preserve debug-report --mask", "to be sent to somebody else"),
                new("preserve debug-report", "without root, with what can be read"),
                new("sudo preserve debug-report -n client --out client.tar.gz", "of another network namespace"),
                new("tar -xzOf client.tar.gz --wildcards '*/MANIFEST'", "what is in it, and what is missing"),
            ],
        };
        command.Options.Add(output);
        command.Options.Add(mask);
        command.Options.Add(context.Namespace);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var report = new DebugReport(context.Sources with
            {
                Namespace = parsed.GetValue(context.Namespace) is { } name ? new NetworkNamespace(name) : null,
            });
            string path = parsed.GetValue(output) ?? report.DefaultFile;
            if (Path.Exists(path))
            {
                throw new UsageException($"{path} is there already: give another name with --out");
            }

            ReportSummary summary = await report.WriteAsync(path, parsed.GetValue(mask), cancellationToken).ConfigureAwait(false);
            Write(context.Out, summary, parsed.GetValue(context.Json));
            return ExitStatus.Success;
        });
        return command;
    }

    private static void Write(TextWriter output, ReportSummary summary, bool asJson)
    {
        if (asJson)
        {
            output.WriteLine(summary.ToJson());
            return;
        }

        foreach (ReportFile file in summary.Files.Where(file => file.Missing is not null))
        {
            output.WriteLine($"missing: {file.Name}: {file.Missing}");
        }

        output.Write(summary.AsRoot ? "" : "Without root some of it cannot be read.\n");
        output.WriteLine(summary.Path);
    }
}
