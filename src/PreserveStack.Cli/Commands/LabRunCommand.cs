// SPDX-License-Identifier: MIT
using System.CommandLine;
using PreserveStack.Cli.Help;
using PreserveStack.Cli.Output;
using PreserveStack.Lab.Experiments;

namespace PreserveStack.Cli.Commands;

/// <summary><c>preserve lab run</c></summary>
internal static class LabRunCommand
{
    private const string Seed = "seed";
    private const string Kernel = "kernel";
    private const string Vm = "vm";

    public static Command Create(CliServices services, CommonOptions common)
    {
        var experiment = new Argument<string>("EXPERIMENT")
        {
            Description = "Name of an experiment ('preserve lab list'), or path of a YAML file",
        };
        var set = LabOptions.Set("Set a key; several values, separated by commas, make several runs; may be repeated");
        var seed = new Option<string?>("--seed")
        {
            Description = "Seeds: 1, 1-5 or 1,3,7",
            HelpName = "SEEDS",
        };
        var kernel = new Option<string?>("--kernel")
        {
            Description = "Kernel series of qemu, separated by commas: 6.1, 6.12",
            HelpName = "SERIES",
        };
        var kind = LabOptions.Kind();
        var jobs = LabOptions.Jobs();
        var folder = LabOptions.Out("Keep the results in DIR: result.json, plots, report.html; runs that are in it are not repeated");
        var command = new ExampleCommand("run", "Run an experiment with all combinations of the values given")
        {
            Examples =
            [
                new("preserve lab run failover --set peer=preserve --set cut=silent --seed 1-5 --json", "five trials"),
                new("preserve lab run failover --set peer=preserve,mptcp --set cut=silent,carrier --out results", "four cells, with a report"),
                new("preserve lab run failover --vm uml --set peer=preserve --set sender=server", "quick, and the other way round"),
                new("preserve lab run multipath --set table=4.5 --set peer=own,adaptive,mptcp --out tables", "a published table beside ours"),
            ],
        };
        command.Arguments.Add(experiment);
        foreach (Option option in new Option[] { set, seed, kernel, kind, jobs, folder })
        {
            command.Options.Add(option);
        }

        command.SetAction(async (parsed, cancellationToken) =>
        {
            LabSession session = LabSession.Open(services);
            var values = new Dictionary<string, IReadOnlyList<string>>(ExperimentSettings.ParseValues(parsed.GetValue(set)!));
            var defaults = new ExperimentSettings();
            Assign(values, Seed, parsed.GetValue(seed));
            Assign(values, Kernel, parsed.GetValue(kernel) ?? (values.ContainsKey(Kernel) ? null : session.Defaults.Kernel));
            Assign(values, Vm, parsed.GetValue(kind) ?? (values.ContainsKey(Vm) ? null : session.Defaults.Vm));
            var settings = defaults with
            {
                Values = values,
                Jobs = parsed.GetValue(jobs) ?? session.Defaults.Jobs ?? defaults.Jobs,
                OutputDirectory = parsed.GetValue(folder),
            };
            ExperimentResult result = await RunsProgress.ShowAsync(
                services.Terminal,
                progress => session.Lab.RunExperimentAsync(parsed.GetValue(experiment)!, settings, progress, cancellationToken))
                .ConfigureAwait(false);
            TextWriter output = services.Terminal.Out;
            if (parsed.GetValue(common.Json))
            {
                output.WriteLine(result.ToJson());
            }
            else
            {
                SummaryTable.Write(output, result);
            }

            return ExitStatus.Success;
        });
        return command;
    }

    private static void Assign(Dictionary<string, IReadOnlyList<string>> values, string key, string? text)
    {
        if (text is not null)
        {
            values[key] = ExperimentSettings.ParseValues([$"{key}={text}"])[key];
        }
    }
}
