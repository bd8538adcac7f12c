// SPDX-License-Identifier: MIT
namespace PreserveStack.Lab.Machines;

/// <summary>The files by which a machine's output reaches the host.</summary>
/// <param name="directory">The machine's folder.</param>
internal sealed class MachineFiles(string directory)
{
    /// <summary>The kernel's console.</summary>
    public string Console { get; } = Path.Combine(directory, "console");

    /// <summary>The job's standard output.</summary>
    public string Output { get; } = Path.Combine(directory, "stdout");

    /// <summary>The job's standard error.</summary>
    public string Errors { get; } = Path.Combine(directory, "stderr");

    /// <summary>See <see cref="ResultStream"/>.</summary>
    public string Result { get; } = Path.Combine(directory, "result");
}
