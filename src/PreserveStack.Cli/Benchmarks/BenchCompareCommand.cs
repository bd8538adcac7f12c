// SPDX-License-Identifier: MIT
using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using PreserveStack.Bench.Comparing;
using PreserveStack.Cli.Help;
using PreserveStack.Cli.Output;

namespace PreserveStack.Cli.Benchmarks;

/// <summary><c>preserve bench compare</c></summary>
internal static class BenchCompareCommand
{
    private const int MostPercent = 1_000_000;

    public static Command Create(BenchContext context, string prefix)
    {
        var before = new Argument<string>("BEFORE") { Description = "A file written by --json or --out" };
        var after = new Argument<string>("AFTER") { Description = "Another, to be judged" };
        var threshold = new Option<double>("--threshold")
        {
            Description = "By how much a median may be worse",
            HelpName = "PERCENT",
            CustomParser = ParsePercent,
            DefaultValueFactory = _ => 5,
        };
        var metrics = new Option<string?>("--metric")
        {
            Description = "Figures to compare, by their names in JSON; rates, and the median and 99 % of latencies, if not given",
            HelpName = "NAME[,NAME...]",
        };
        var command = new ExampleCommand("compare", $"Compare two results; exit status {ExitStatus.Regression} if a figure is worse by more than it may")
        {
            Examples =
            [
                new($"{prefix} compare main.ndjson branch.ndjson", "for continuous integration"),
                new($"{prefix} compare a.ndjson b.ndjson --threshold 1% --metric client_cpu_ns_per_byte", "what a byte costs"),
            ],
        };
        command.Arguments.Add(before);
        command.Arguments.Add(after);
        command.Options.Add(threshold);
        command.Options.Add(metrics);
        command.SetAction(parsed =>
        {
            BenchComparison comparison = ResultComparer.Compare(
                ResultFile.Read(parsed.GetValue(before)!)[^1],
                ResultFile.Read(parsed.GetValue(after)!)[^1],
                parsed.GetValue(threshold) / 100,
                parsed.GetValue(metrics)?.Split(',', StringSplitOptions.RemoveEmptyEntries) ?? []);
            if (parsed.GetValue(context.Json))
            {
                context.Out.WriteLine(comparison.ToJson());
            }
            else
            {
                Write(context.Out, comparison);
            }

            return comparison.HasRegression ? ExitStatus.Regression : ExitStatus.Success;
        });
        return command;
    }

    private static double ParsePercent(ArgumentResult result)
    {
        string text = result.Tokens[0].Value;
        if (double.TryParse(text.TrimEnd('%'), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double percent) && percent <= MostPercent)
        {
            return percent;
        }

        result.AddError($"'{text}' is not a percentage, such as 5%");
        return 0;
    }

    private static void Write(TextWriter output, BenchComparison comparison)
    {
        var table = new TextTable("transport", "size_bytes>", "connections>", "figure", "before>", "after>", "change>", "verdict");
        foreach (ComparedFigure figure in comparison.Cells)
        {
            table.Add(
                BenchTable.Name(figure.Case.Transport),
                figure.Case.SizeBytes.ToString(CultureInfo.InvariantCulture),
                figure.Case.Connections.ToString(CultureInfo.InvariantCulture),
                figure.Metric,
                BenchTable.Number(figure.Before),
                BenchTable.Number(figure.After),
                figure.Change.ToString("+0.0%;-0.0%;0.0%", CultureInfo.InvariantCulture),
                figure.Verdict.ToString().ToLowerInvariant());
        }

        table.Write(output);
        foreach (string missing in comparison.Missing)
        {
            output.WriteLine($"not compared: {missing}");
        }

        foreach (EnvironmentDifference difference in comparison.Differences)
        {
            output.WriteLine($"differs: {difference.Name}: {difference.Before} | {difference.After}");
        }
    }
}
