// SPDX-License-Identifier: MIT
using System.ComponentModel;
using System.Diagnostics;
using PreserveStack.Module;

namespace PreserveStack.Cli.Testing;

/// <summary>Runs a program without input and hands over its output line by line.</summary>
internal static class LineProcess
{
    /// <summary>Runs it to its end.</summary>
    /// <param name="program">The program, its arguments, folder and environment.</param>
    /// <param name="onLine">Told of each line of standard output and error, one at a time.</param>
    /// <param name="cancellationToken">Kills it and what it started.</param>
    /// <returns>Its exit status.</returns>
    public static async Task<int> RunAsync(ProcessStartInfo program, Action<string> onLine, CancellationToken cancellationToken)
    {
        program.RedirectStandardInput = true;
        program.RedirectStandardOutput = true;
        program.RedirectStandardError = true;
        var gate = new Lock();
        void OnLine(object sender, DataReceivedEventArgs line)
        {
            if (line.Data is not null)
            {
                lock (gate)
                {
                    onLine(line.Data);
                }
            }
        }

        using var process = new Process { StartInfo = program };
        process.OutputDataReceived += OnLine;
        process.ErrorDataReceived += OnLine;
        try
        {
            process.Start();
        }
        catch (Win32Exception exception)
        {
            throw new MissingPrerequisiteException($"cannot run {program.FileName}: {exception.Message}");
        }

        process.StandardInput.Close();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        try
        {
            await process.WaitForExitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }

        return process.ExitCode;
    }
}
