// SPDX-License-Identifier: MIT
using System.Diagnostics;
using System.Text;

namespace PreserveStack.Lab.Machines;

/// <summary>
/// The emulator's process. It runs under vm/supervise.sh, which ends it, and removes its folder, when this process
/// closes its end of a pipe or dies.
/// </summary>
internal sealed class MachineProcess : IDisposable
{
    private readonly Process _process;
    private readonly StringBuilder _output = new();
    private readonly StringBuilder _errors = new();

    private MachineProcess(Process process) => _process = process;

    /// <summary>What the emulator itself printed: a console, for User-mode Linux.</summary>
    public string Output
    {
        get
        {
            lock (_output)
            {
                return _output.ToString();
            }
        }
    }

    /// <summary>The emulator's complaints.</summary>
    public string Errors
    {
        get
        {
            lock (_errors)
            {
                return _errors.ToString();
            }
        }
    }

    /// <summary>Starts an emulator.</summary>
    /// <param name="supervisor">Path of vm/supervise.sh.</param>
    /// <param name="directory">Its folder.</param>
    /// <param name="command">Program and arguments.</param>
    public static MachineProcess Start(string supervisor, string directory, IEnumerable<string> command)
    {
        var start = new ProcessStartInfo("/bin/sh", [supervisor, directory, .. command])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        var machine = new MachineProcess(Process.Start(start)!);
        machine._process.OutputDataReceived += (_, line) => Append(machine._output, line.Data);
        machine._process.ErrorDataReceived += (_, line) => Append(machine._errors, line.Data);
        machine._process.BeginOutputReadLine();
        machine._process.BeginErrorReadLine();
        return machine;
    }

    /// <summary>Waits for the end; ends it when cancelled.</summary>
    /// <returns>The emulator's exit status.</returns>
    public async Task<int> WaitAsync(CancellationToken cancellationToken)
    {
        try
        {
            await _process.WaitForExitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            Stop();
            await _process.WaitForExitAsync(CancellationToken.None).ConfigureAwait(false);
            throw;
        }

        return _process.ExitCode;
    }

    /// <summary>Ends it, if it did not end yet.</summary>
    public void Stop() => _process.StandardInput.Close();

    /// <inheritdoc/>
    public void Dispose() => _process.Dispose();

    private static void Append(StringBuilder builder, string? line)
    {
        if (line is null)
        {
            return;
        }

        lock (builder)
        {
            builder.Append(line).Append('\n');
        }
    }
}
