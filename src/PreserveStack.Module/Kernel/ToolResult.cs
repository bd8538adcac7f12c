// SPDX-License-Identifier: MIT
namespace PreserveStack.Module.Kernel;

/// <summary>What a program left behind.</summary>
/// <param name="ExitStatus">0 when it worked.</param>
/// <param name="Output">Its standard output and error, in that order.</param>
public sealed record ToolResult(int ExitStatus, string Output)
{
    /// <summary>The line that most likely says what went wrong.</summary>
    public string FirstError()
    {
        string[] lines = Output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return lines.FirstOrDefault(line => line.Contains("error", StringComparison.OrdinalIgnoreCase))
            ?? lines.LastOrDefault()
            ?? "it printed nothing";
    }
}
