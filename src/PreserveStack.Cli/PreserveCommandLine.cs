// SPDX-License-Identifier: MIT
using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using PreserveStack.Cli.Commands;
using PreserveStack.Cli.Help;
using PreserveStack.Cli.Reporting;
using PreserveStack.Lab;
using PreserveStack.Lab.Machines;
using PreserveStack.Module;
using PreserveStack.Module.Configuration;
using PreserveStack.Module.Paths;

namespace PreserveStack.Cli;

/// <summary>The <c>preserve</c> command: parses, runs, and turns every failure into one clear line and a status.</summary>
/// <param name="services">What the commands work on.</param>
public sealed class PreserveCommandLine(CliServices services)
{
    private const int BrokenPipe = 32;
    private static readonly ParserConfiguration Parsing = new() { EnablePosixBundling = false, ResponseFileTokenReplacer = null };

    /// <summary>Runs a command line.</summary>
    /// <param name="arguments">The words after <c>preserve</c>.</param>
    /// <param name="cancellationToken">Ctrl-C.</param>
    /// <returns>The exit status.</returns>
    public async Task<int> RunAsync(IReadOnlyList<string> arguments, CancellationToken cancellationToken)
    {
        ParseResult parsed = CreateRoot().Parse(arguments, Parsing);
        var configuration = new InvocationConfiguration
        {
            Output = services.Terminal.Out,
            Error = services.Terminal.Error,
            EnableDefaultExceptionHandler = false,
            ProcessTerminationTimeout = null,
        };
        if (parsed.Action is ParseErrorAction)
        {
            return RejectSyntax(parsed, arguments);
        }

        if (OptionValues.EmptyWord(parsed) is { } problem)
        {
            return Reject($"{problem}; see '{PathOf(parsed)} --help'", ExitStatus.Usage);
        }

        try
        {
            return await parsed.InvokeAsync(configuration, cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return Reject("interrupted", ExitStatus.Interrupted);
        }
        catch (IOException exception) when ((exception.HResult & 0xffff) == BrokenPipe)
        {
            // The reader of our output left, as head(1) does.
            return ExitStatus.Success;
        }
        catch (ConfigurationFileException exception)
        {
            foreach (string line in exception.Lines)
            {
                Reject(line, ExitStatus.Usage);
            }

            return ExitStatus.Usage;
        }
        catch (Exception exception) when (StatusOf(exception) is { } status)
        {
            return Reject(exception.Message, status);
        }
    }

    internal RootCommand CreateRoot()
    {
        var common = new CommonOptions();
        var root = new PreserveRootCommand
        {
            common.Json,
            SetupCommand.Create(services, common),
            DemoCommand.Create(services, common),
            TestCommand.Create(services, common),
            LabCommand.Create(services, common),
            ModuleCommand.Create(services, common),
            ConnectionsCommand.Create(services, common),
            EventsCommand.Create(services, common),
            PathsCommand.Create(services, common),
            ReorderCommand.Create(services, common),
            StatsCommand.Create(services, common),
            ConfigCommand.Create(services, common),
            NsocketCommand.Create(services, common),
            BenchCommand.Create(services, common),
            DebugReportCommand.Create(new DebugReportContext(services.Terminal.Out, common.Json, common.Namespace, services.ReportSources())),
            CompletionCommand.Create(services),
        };
        root.Directives.Clear();
        HelpOption help = root.Options.OfType<HelpOption>().Single();
        help.Action = new HelpWithExamples((HelpAction)help.Action!);
        return root;
    }

    private static int? StatusOf(Exception exception) => exception switch
    {
        UsageException or LabUsageException or UnknownKeyException or ValueOutOfBoundsException or PathValueException => ExitStatus.Usage,
        MissingPrerequisiteException or LabPrerequisiteException => ExitStatus.Missing,
        RunFailedException or MachineException or ModuleException or IOException or UnauthorizedAccessException => ExitStatus.Failure,
        _ => null,
    };

    private int RejectSyntax(ParseResult parsed, IReadOnlyList<string> arguments)
    {
        Command command = parsed.CommandResult.Command;
        string? unknown = parsed.UnmatchedTokens.Count > 0 ? parsed.UnmatchedTokens[0] : null;
        if (unknown is null && command.Subcommands.Count > 0 && command.Action is null)
        {
            // Only half a command: show what could follow.
            CreateRoot().Parse([.. arguments, "--help"], Parsing).Invoke(new InvocationConfiguration { Output = services.Terminal.Error });
            return Reject($"'{PathOf(parsed)}' needs a command", ExitStatus.Usage);
        }

        if (unknown is null)
        {
            string message = string.Join(' ', parsed.Errors[0].Message.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)).TrimEnd('.');
            return Reject($"{char.ToLowerInvariant(message[0])}{message[1..]}; see '{PathOf(parsed)} --help'", ExitStatus.Usage);
        }

        IEnumerable<string> words = unknown.StartsWith('-')
            ? command.Options.Select(option => option.Name).Append("--json").Append("--help")
            : command.Subcommands.Select(subcommand => subcommand.Name);
        string? nearest = NearestName.Find(unknown, words);
        return Reject(
            $"'{PathOf(parsed)}' does not take '{unknown}'" + (nearest is null ? $"; see '{PathOf(parsed)} --help'" : $": did you mean '{nearest}'?"),
            ExitStatus.Usage);
    }

    private static string PathOf(ParseResult parsed)
    {
        var words = new Stack<string>();
        for (SymbolWalk walk = new(parsed.CommandResult); walk.Command is { } command; walk = walk.Up())
        {
            words.Push(command is RootCommand ? "preserve" : command.Name);
        }

        return string.Join(' ', words);
    }

    private int Reject(string message, int status)
    {
        services.Terminal.Error.WriteLine($"preserve: {message}");
        return status;
    }

    private readonly record struct SymbolWalk(System.CommandLine.Parsing.SymbolResult? Result)
    {
        public Command? Command => (Result as System.CommandLine.Parsing.CommandResult)?.Command;

        public SymbolWalk Up() => new(Result?.Parent);
    }
}
