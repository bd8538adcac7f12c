// SPDX-License-Identifier: MIT
namespace PreserveStack.Lab.Images;

/// <summary>How a program of the host's ended.</summary>
internal sealed record HostCommandResult(int ExitStatus, string Output, string Errors)
{
    /// <summary>The last lines of both streams, errors last.</summary>
    public string LastLines(int count) =>
        string.Join('\n', $"{Output.TrimEnd()}\n{Errors.TrimEnd()}".Split('\n').Where(line => line.Length > 0).TakeLast(count));
}
