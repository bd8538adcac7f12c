// SPDX-License-Identifier: MIT
using System.CommandLine;
using System.Globalization;
using PreserveStack.Cli.Help;
using PreserveStack.Cli.Output;
using PreserveStack.Lab.Reports;

namespace PreserveStack.Cli.Commands;

/// <summary><c>preserve bench report</c></summary>
internal static class BenchReportCommand
{
    private const string Standard = "benchmarks/results";

    public static Command Create(CliServices services, CommonOptions common)
    {
        var folder = new Argument<string>("FOLDER")
        {
            Description = "A folder with one folder of results for each release",
            DefaultValueFactory = _ => services.Root is null ? Standard : Path.Combine(services.Root, Standard),
        };
        var plot = new Option<string?>("--plot")
        {
            Description = "Write a drawing of the history",
            HelpName = "FILE.svg",
        };
        var command = new ExampleCommand("report", "Show what was recorded, in the lab and on hosts, release by release")
        {
            Examples =
            [
                new("preserve bench report", "ratios to plain TCP; the last column is the newest"),
                new("preserve bench report results --plot history.svg", "of another folder, with a drawing"),
            ],
        };
        command.Arguments.Add(folder);
        command.Options.Add(plot);
        command.SetAction(parsed =>
        {
            IReadOnlyList<RecordedCost> records = CostHistory.Read(parsed.GetValue(folder)!);
            if (parsed.GetValue(plot) is { } file)
            {
                File.WriteAllText(file, CostHistory.Draw(records));
            }

            if (parsed.GetValue(common.Json))
            {
                services.Terminal.Out.WriteLine(Json.Document(records));
            }
            else
            {
                Write(services.Terminal.Out, records);
            }

            return ExitStatus.Success;
        });
        return command;
    }

    private static void Write(TextWriter output, IReadOnlyList<RecordedCost> records)
    {
        string[] releases = [.. records.Select(record => record.Release).Distinct()];
        var table = new TextTable(["circumstances", "benchmark", "peer", .. releases.Select(release => release + ">")]);
        foreach (var row in records.GroupBy(record => (record.Circumstances, record.Benchmark, record.Peer)))
        {
            table.Add(
            [
                row.Key.Circumstances, row.Key.Benchmark, row.Key.Peer,
                .. releases.Select(release => row.FirstOrDefault(record => record.Release == release)?.RatioToPlain.ToString("0.000", CultureInfo.InvariantCulture) ?? "-"),
            ]);
        }

        table.Write(output);
    }
}
