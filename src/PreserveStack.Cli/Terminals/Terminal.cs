// SPDX-License-Identifier: MIT
using Spectre.Console;

namespace PreserveStack.Cli.Terminals;

/// <summary>Where a command reads and writes, and what that can show.</summary>
public sealed class Terminal
{
    /// <summary>What is given on standard input, as bytes.</summary>
    public Stream InBytes { get; init; } = Stream.Null;

    /// <summary>Results, as text.</summary>
    public required TextWriter Out { get; init; }

    /// <summary>Progress and errors.</summary>
    public required TextWriter Error { get; init; }

    /// <summary>Results, as bytes that pass unchanged.</summary>
    public required Stream OutBytes { get; init; }

    /// <summary>Errors, as bytes that pass unchanged.</summary>
    public required Stream ErrorBytes { get; init; }

    /// <summary>Whether results may be redrawn in place. False when redirected or TERM=dumb.</summary>
    public bool OutIsLive { get; init; }

    /// <summary>Whether progress may be redrawn in place. False when redirected or TERM=dumb.</summary>
    public bool ErrorIsLive { get; init; }

    /// <summary>Whether colours are wanted. False with NO_COLOR.</summary>
    public bool Colors { get; init; }

    /// <summary>The process's own terminal.</summary>
    public static Terminal OfProcess()
    {
        Stream output = StandardOutput.Open();
        bool dumb = Environment.GetEnvironmentVariable("TERM") is null or "" or "dumb";
        return new Terminal
        {
            InBytes = Console.OpenStandardInput(),
            Out = StandardOutput.WriterOf(output),
            Error = Console.Error,
            OutBytes = output,
            ErrorBytes = Console.OpenStandardError(),
            OutIsLive = !dumb && !Console.IsOutputRedirected,
            ErrorIsLive = !dumb && !Console.IsErrorRedirected,
            Colors = string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR")),
        };
    }

    /// <summary>Standard output for live views and tables.</summary>
    public IAnsiConsole OutConsole() => CreateConsole(Out, OutIsLive);

    /// <summary>Standard error for progress bars.</summary>
    public IAnsiConsole ErrorConsole() => CreateConsole(Error, ErrorIsLive);

    private IAnsiConsole CreateConsole(TextWriter writer, bool live) => AnsiConsole.Create(new AnsiConsoleSettings
    {
        Out = new AnsiConsoleOutput(writer),
        Ansi = live ? AnsiSupport.Yes : AnsiSupport.No,
        Interactive = live ? InteractionSupport.Yes : InteractionSupport.No,
        ColorSystem = live && Colors ? ColorSystemSupport.Standard : ColorSystemSupport.NoColors,
    });
}
