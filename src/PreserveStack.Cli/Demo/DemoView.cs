// SPDX-License-Identifier: MIT
using System.Diagnostics;
using PreserveStack.Cli.Terminals;
using PreserveStack.Lab;
using PreserveStack.Lab.Experiments;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace PreserveStack.Cli.Demo;

/// <summary>
/// Shows a demo while it runs: on a terminal one line per peer that fills with time, elsewhere one line per event and
/// the finished line of each peer.
/// </summary>
internal sealed class DemoView(Terminal terminal, TimelineBoard board)
{
    private const string Preparing = "Preparing the machines; the first time this downloads and builds their images.";
    private static readonly TimeSpan RefreshTime = TimeSpan.FromMilliseconds(100);

    /// <summary>Runs the demo and shows it.</summary>
    /// <param name="work">The demo; told where to report.</param>
    public Task<ExperimentResult> ShowAsync(Func<IProgress<TimelinePoint>, IProgress<RunProgress>, Task<ExperimentResult>> work) =>
        terminal.OutIsLive ? ShowLiveAsync(work) : ShowLinesAsync(work);

    private Task<ExperimentResult> ShowLinesAsync(Func<IProgress<TimelinePoint>, IProgress<RunProgress>, Task<ExperimentResult>> work)
    {
        TextWriter output = TextWriter.Synchronized(terminal.Out);
        output.WriteLine(Preparing);
        var timeline = new Reporter<TimelinePoint>(point =>
        {
            board.Add(point);
            if (point.Kind is TimelineKind.Cut or TimelineKind.Heal or TimelineKind.Migration)
            {
                output.WriteLine(FormattableString.Invariant($"{point.Cut}, {point.Peer}: {point.Seconds:0.000} s {Describe(point)}"));
            }
        });
        var progress = new Reporter<RunProgress>(report =>
        {
            if (report.Result is TransferResult result && board.Finish(result) is { } track)
            {
                output.WriteLine($"{track.Cut}, {track.Peer}: {TimelineText.Status(track)}");
            }
        });
        return work(timeline, progress);
    }

    private Task<ExperimentResult> ShowLiveAsync(Func<IProgress<TimelinePoint>, IProgress<RunProgress>, Task<ExperimentResult>> work)
    {
        var clock = Stopwatch.StartNew();
        terminal.Out.WriteLine(Preparing);
        return terminal.OutConsole().Live(Draw(clock)).StartAsync(async live =>
        {
            Task<ExperimentResult> run = work(
                new Reporter<TimelinePoint>(board.Add),
                new Reporter<RunProgress>(report =>
                {
                    if (report.Result is TransferResult result)
                    {
                        board.Finish(result);
                    }
                }));
            while (!run.IsCompleted)
            {
                await Task.WhenAny(run, Task.Delay(RefreshTime)).ConfigureAwait(false);
                live.UpdateTarget(Draw(clock));
            }

            return await run.ConfigureAwait(false);
        });
    }

    private Rows Draw(Stopwatch clock) => board.Look(tracks =>
    {
        double full = TimelineText.Full(tracks);
        int width = tracks.Max(track => track.Peer.Length);
        var lines = new List<IRenderable>();
        foreach (IGrouping<string, TimelineTrack> cut in tracks.GroupBy(track => track.Cut))
        {
            lines.Add(new Markup($"[bold]{Markup.Escape(cut.Key)}[/]"));
            foreach (TimelineTrack track in cut)
            {
                string bar = TimelineText.Bar(track, full, Paint);
                lines.Add(new Markup($"  {Markup.Escape(track.Peer.PadRight(width))} [blue]{bar}[/] {Markup.Escape(TimelineText.Status(track))}"));
            }
        }

        lines.Add(new Markup($"[dim]received rate over 10 s; {Paint(TimelineKind.Cut)} cut  {Paint(TimelineKind.Migration)} migration"
            + (board.HasStarted ? "" : $"   preparing, {clock.Elapsed.TotalSeconds:0} s") + "[/]"));
        return new Rows(lines);
    });

    // The text of an event may begin with what it is.
    private static string Describe(TimelinePoint point)
    {
        string kind = point.Kind.ToString().ToLowerInvariant();
        return point.Text.StartsWith(kind, StringComparison.Ordinal) ? point.Text : $"{kind} {point.Text}".TrimEnd();
    }

    private static string Paint(TimelineKind mark) =>
        $"[{(mark == TimelineKind.Cut ? "red" : "green")}]{TimelineText.Symbol(mark)}[/]";

    private sealed class Reporter<T>(Action<T> show) : IProgress<T>
    {
        void IProgress<T>.Report(T value) => show(value);
    }
}
