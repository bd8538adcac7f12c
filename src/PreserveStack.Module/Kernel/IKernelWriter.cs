// SPDX-License-Identifier: MIT
namespace PreserveStack.Module.Kernel;

/// <summary>Writes the files in which the kernel takes orders; tests put one in its place that refuses.</summary>
public interface IKernelWriter
{
    /// <summary>Gives the kernel a text in one piece: it takes all of it or none.</summary>
    /// <param name="path">A file below /proc.</param>
    /// <param name="text">What to write.</param>
    /// <returns><see cref="KernelError.None"/>, or why the kernel refused.</returns>
    /// <exception cref="IOException">There is no such file.</exception>
    /// <exception cref="UnauthorizedAccessException">Only root may open it.</exception>
    KernelError Write(string path, string text);
}
