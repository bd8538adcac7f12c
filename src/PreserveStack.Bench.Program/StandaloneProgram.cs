// SPDX-License-Identifier: MIT
using System.CommandLine;
using System.CommandLine.Help;
using PreserveStack.Cli.Commands;
using PreserveStack.Cli.Help;

namespace PreserveStack.Cli;

/// <summary>A part of the command line as a program of its own: the same help, errors and exit statuses.</summary>
internal static class StandaloneProgram
{
    /// <summary>Runs it.</summary>
    /// <param name="name">Its name, for errors.</param>
    /// <param name="root">Its commands.</param>
    /// <param name="arguments">What it was called with.</param>
    /// <param name="isFailure">Whether an exception means that what was asked for failed; any other is a defect.</param>
    /// <returns>Its exit status.</returns>
    public static async Task<int> RunAsync(string name, RootCommand root, IReadOnlyList<string> arguments, Func<Exception, bool> isFailure)
    {
        HelpOption help = root.Options.OfType<HelpOption>().Single();
        help.Action = new HelpWithExamples((HelpAction)help.Action!);
        try
        {
            ParseResult parsed = root.Parse(arguments, new ParserConfiguration { EnablePosixBundling = false });
            if (OptionValues.EmptyWord(parsed) is { } problem)
            {
                return Fail(name, problem, ExitStatus.Usage);
            }

            int status = await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false }).ConfigureAwait(false);
            return parsed.Errors.Count > 0 ? ExitStatus.Usage : status;
        }
        catch (OperationCanceledException)
        {
            return Fail(name, "interrupted", ExitStatus.Interrupted);
        }
        catch (UsageException exception)
        {
            return Fail(name, exception.Message, ExitStatus.Usage);
        }
        catch (Exception exception) when (isFailure(exception))
        {
            return Fail(name, exception.Message, ExitStatus.Failure);
        }
    }

    private static int Fail(string name, string message, int status)
    {
        Console.Error.WriteLine($"{name}: {message}");
        return status;
    }
}
