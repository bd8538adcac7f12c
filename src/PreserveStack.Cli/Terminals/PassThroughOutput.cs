// SPDX-License-Identifier: MIT
using PreserveStack.Lab.Machines;

namespace PreserveStack.Cli.Terminals;

/// <summary>Hands a job's bytes to our own standard output and error, as they come.</summary>
internal sealed class PassThroughOutput(Terminal terminal) : IGuestOutput
{
    public void OnStandardOutput(ReadOnlySpan<byte> data)
    {
        terminal.OutBytes.Write(data);
        terminal.OutBytes.Flush();
    }

    public void OnStandardError(ReadOnlySpan<byte> data)
    {
        terminal.ErrorBytes.Write(data);
        terminal.ErrorBytes.Flush();
    }
}
