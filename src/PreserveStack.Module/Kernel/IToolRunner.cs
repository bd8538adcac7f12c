// SPDX-License-Identifier: MIT
namespace PreserveStack.Module.Kernel;

/// <summary>Runs programs such as insmod and make; tests put a scripted one in its place.</summary>
public interface IToolRunner
{
    /// <summary>Runs a program to its end.</summary>
    /// <param name="tool">Its name or path.</param>
    /// <param name="arguments">Its arguments, one by one.</param>
    /// <param name="cancellationToken">Kills it and what it started.</param>
    /// <exception cref="MissingPrerequisiteException">There is no such program.</exception>
    Task<ToolResult> RunAsync(string tool, IReadOnlyList<string> arguments, CancellationToken cancellationToken);
}
