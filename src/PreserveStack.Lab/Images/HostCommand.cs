// SPDX-License-Identifier: MIT
using System.Diagnostics;
using System.Text;
using PreserveStack.Lab.Machines;

namespace PreserveStack.Lab.Images;

/// <summary>A program of the host's that runs to its end.</summary>
internal static class HostCommand
{
    private const int LinesInErrors = 40;

    /// <summary>Runs a program and returns its standard output.</summary>
    /// <param name="what">What is done, for errors.</param>
    /// <param name="program">The program.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="cancellationToken">Kills it.</param>
    /// <param name="directory">Where it runs; null for here.</param>
    /// <param name="onLine">Told each line of its standard output when it comes; null for nobody.</param>
    /// <exception cref="LabPrerequisiteException">There is no such program.</exception>
    /// <exception cref="MachineException">It failed; the message ends with what it printed last.</exception>
    public static async Task<string> RunAsync(
        string what,
        string program,
        IEnumerable<string> arguments,
        CancellationToken cancellationToken,
        string? directory = null,
        Action<string>? onLine = null)
    {
        HostCommandResult result = await TryRunAsync(program, arguments, cancellationToken, directory, onLine).ConfigureAwait(false);
        return result.ExitStatus == 0
            ? result.Output
            : throw new MachineException($"{what} failed ({program} exited with {result.ExitStatus}):\n{result.LastLines(LinesInErrors)}");
    }

    /// <summary>Runs a program and returns how it ended.</summary>
    public static async Task<HostCommandResult> TryRunAsync(
        string program, IEnumerable<string> arguments, CancellationToken cancellationToken, string? directory = null, Action<string>? onLine = null)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = directory ?? string.Empty,
        };
        start.Environment["LC_ALL"] = "C";
        // Make variables of an outer make must not reach a kernel build.
        start.Environment.Remove("MAKEFLAGS");
        start.Environment.Remove("MAKELEVEL");
        using Process process = Start(start);
        process.StandardInput.Close();
        var errors = new StringBuilder();
        try
        {
            Task reading = ReadAsync(process.StandardError, errors, cancellationToken);
            string output = await ReadOutputAsync(process.StandardOutput, onLine, cancellationToken).ConfigureAwait(false);
            await reading.ConfigureAwait(false);
            await process.WaitForExitAsync(cancellationToken).ConfigureAwait(false);
            return new HostCommandResult(process.ExitCode, output, errors.ToString());
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
    }

    private static Process Start(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start)!;
        }
        catch (System.ComponentModel.Win32Exception exception)
        {
            throw new LabPrerequisiteException(
                $"the program {start.FileName} cannot be run ({exception.Message}): run 'preserve setup', which installs the packages of vm/packages.list",
                exception);
        }
    }

    private static async Task<string> ReadOutputAsync(StreamReader reader, Action<string>? onLine, CancellationToken cancellationToken)
    {
        if (onLine is null)
        {
            return await reader.ReadToEndAsync(cancellationToken).ConfigureAwait(false);
        }

        var output = new StringBuilder();
        while (await reader.ReadLineAsync(cancellationToken).ConfigureAwait(false) is { } line)
        {
            output.Append(line).Append('\n');
            onLine(line);
        }

        return output.ToString();
    }

    private static async Task ReadAsync(StreamReader reader, StringBuilder into, CancellationToken cancellationToken) =>
        into.Append(await reader.ReadToEndAsync(cancellationToken).ConfigureAwait(false));
}
