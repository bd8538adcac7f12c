// SPDX-License-Identifier: MIT
using System.CommandLine;
using PreserveStack.Cli.Output;
using PreserveStack.Cli.Terminals;

namespace PreserveStack.Cli.Commands;

/// <summary>
/// The options <c>--watch</c> and <c>--interval</c>: print once, or again and again until Ctrl-C. On a terminal the view is
/// redrawn in place, elsewhere each reading follows the last one under its time; JSON becomes one object a line.
/// </summary>
internal sealed class Watch
{
    private const string Redraw = "\e[H\e[2J\e[3J";

    private readonly Option<bool> _watch = new("--watch", "-w")
    {
        Description = "Show it again and again until Ctrl-C; with --json one object a line",
    };

    private readonly Option<int> _interval = new("--interval")
    {
        Description = "Milliseconds between two readings of --watch",
        HelpName = "MS",
        CustomParser = OptionValues.Whole(10),
        DefaultValueFactory = _ => 1000,
    };

    public void AddTo(Command command)
    {
        command.Options.Add(_watch);
        command.Options.Add(_interval);
    }

    /// <summary>Whether this is a live view.</summary>
    public bool IsOn(ParseResult parsed) => parsed.GetValue(_watch);

    /// <summary>Reads and prints.</summary>
    /// <param name="terminal">Where to.</param>
    /// <param name="parsed">The command line.</param>
    /// <param name="asJson">Whether to print JSON.</param>
    /// <param name="name">Key of the reading in the JSON objects of a stream.</param>
    /// <param name="read">Takes a reading.</param>
    /// <param name="write">Prints a reading as text.</param>
    /// <param name="cancellationToken">Ctrl-C.</param>
    public async Task<int> RunAsync<T>(
        Terminal terminal,
        ParseResult parsed,
        bool asJson,
        string name,
        Func<T> read,
        Action<T, TextWriter> write,
        CancellationToken cancellationToken)
    {
        if (!parsed.GetValue(_watch))
        {
            T only = read();
            if (asJson)
            {
                terminal.Out.WriteLine(Json.Document(only));
            }
            else
            {
                write(only, terminal.Out);
            }

            return ExitStatus.Success;
        }

        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(parsed.GetValue(_interval)));
        try
        {
            do
            {
                Show(terminal, asJson, name, read(), write);
            }
            while (await timer.WaitForNextTickAsync(cancellationToken).ConfigureAwait(false));
        }
        catch (OperationCanceledException)
        {
            // Ctrl-C is how a watch ends.
        }

        return ExitStatus.Success;
    }

    private static void Show<T>(Terminal terminal, bool asJson, string name, T reading, Action<T, TextWriter> write)
    {
        string now = DateTimeOffset.Now.ToString("yyyy-MM-ddTHH:mm:ss.fffzzz");
        if (asJson)
        {
            terminal.Out.WriteLine(Json.Line(new Dictionary<string, object?> { ["time"] = now, [name] = reading }));
            terminal.Out.Flush();
            return;
        }

        // One write, so that a redrawn view does not flicker.
        var text = new StringWriter();
        text.Write(terminal.OutIsLive ? Redraw : "");
        text.WriteLine(now);
        write(reading, text);
        terminal.Out.Write(text.ToString());
        terminal.Out.Flush();
    }
}
