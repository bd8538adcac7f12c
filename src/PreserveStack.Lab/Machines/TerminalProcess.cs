// SPDX-License-Identifier: MIT
using System.Diagnostics;

namespace PreserveStack.Lab.Machines;

/// <summary>Runs a process that owns this one's terminal.</summary>
internal static class TerminalProcess
{
    /// <summary>Runs it to its end, and puts the terminal's settings back.</summary>
    /// <param name="command">Program and arguments.</param>
    /// <param name="directory">Where it runs.</param>
    /// <param name="started">Told the process when it runs; null for nobody.</param>
    /// <param name="cancellationToken">Kills it.</param>
    public static async Task<int> RunAsync(IReadOnlyList<string> command, string directory, Action<int>? started, CancellationToken cancellationToken)
    {
        string settings = await SttyAsync(["-g"]).ConfigureAwait(false);
        using Process process = Process.Start(new ProcessStartInfo(command[0], command.Skip(1)) { WorkingDirectory = directory })!;
        started?.Invoke(process.Id);
        try
        {
            await process.WaitForExitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
        finally
        {
            // A killed emulator leaves the terminal raw.
            if (settings.Length > 0)
            {
                await SttyAsync([settings]).ConfigureAwait(false);
            }
        }

        return process.ExitCode;
    }

    // Fails, and prints nothing, where standard input is no terminal.
    private static async Task<string> SttyAsync(string[] arguments)
    {
        using Process process = Process.Start(
            new ProcessStartInfo("stty", arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        string output = await process.StandardOutput.ReadToEndAsync().ConfigureAwait(false);
        await process.WaitForExitAsync().ConfigureAwait(false);
        return output.Trim();
    }
}
