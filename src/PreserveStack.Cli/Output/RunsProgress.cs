// SPDX-License-Identifier: MIT
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
                    bar.Description = $"{report.Completed}/{report.Total} {Markup.Escape(report.Run.Title)}";
                }));
            });

    private static void WriteLine(Terminal terminal, RunProgress report)
    {
        if (report.Result is { } result)
        {
            terminal.Error.WriteLine($"{report.Completed}/{report.Total} {report.Run.Title}: {result.Headline}");
        }
    }

    private sealed class Reporter(Action<RunProgress> show) : IProgress<RunProgress>
    {
        public void Report(RunProgress value) => show(value);
    }
}
