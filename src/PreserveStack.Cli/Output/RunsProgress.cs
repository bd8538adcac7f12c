// SPDX-License-Identifier: MIT
using System.Globalization;
using PreserveStack.Cli.Terminals;
using PreserveStack.Lab.Experiments;
using Spectre.Console;

namespace PreserveStack.Cli.Output;

/// <summary>Shows how far a sweep is, on standard error: a bar on a terminal, one line per finished run elsewhere.</summary>
internal static class RunsProgress
{
    public static Task<T> ShowAsync<T>(Terminal terminal, Func<IProgress<RunProgress>, Task<T>> work) =>
        terminal.ErrorIsLive ? ShowBarAsync(terminal, work) : work(new Reporter(report => WriteLine(terminal, report)));

    private static Task<T> ShowBarAsync<T>(Terminal terminal, Func<IProgress<RunProgress>, Task<T>> work) =>
        terminal.ErrorConsole().Progress()
            .AutoClear(true)
            .Columns(new SpinnerColumn(), new TaskDescriptionColumn(), new ProgressBarColumn(), new ElapsedTimeColumn())
            .StartAsync(context =>
            {
                ProgressTask bar = context.AddTask("preparing the machines", maxValue: double.Epsilon);
                return work(new Reporter(report =>
                {
                    bar.MaxValue = report.Total;
                    bar.Value = report.Completed;
                    bar.Description = $"{report.Completed}/{report.Total} {Markup.Escape(Name(report.Run))}";
                }));
            });

    private static void WriteLine(Terminal terminal, RunProgress report)
    {
        if (report.Result is { } result)
        {
            string gap = result.LargestGapMs.ToString("0", CultureInfo.InvariantCulture);
            terminal.Error.WriteLine($"{report.Completed}/{report.Total} {Name(report.Run)}: largest gap {gap} ms");
        }
    }

    private static string Name(RunPlan run) =>
        $"{run.Peer} {run.Cut} {run.Sender} {run.Topology} {run.Machine.Kind.ToString().ToLowerInvariant()} {run.Machine.Kernel} seed {run.Machine.Seed}";

    private sealed class Reporter(Action<RunProgress> show) : IProgress<RunProgress>
    {
        public void Report(RunProgress value) => show(value);
    }
}
