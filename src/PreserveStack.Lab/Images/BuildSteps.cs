// SPDX-License-Identifier: MIT
using System.Globalization;

namespace PreserveStack.Lab.Images;

/// <summary>Tells now and then how far the build of a kernel is, by the line that make prints for each file.</summary>
/// <param name="what">What is built.</param>
/// <param name="progress">Told; null for nobody.</param>
internal sealed class BuildSteps(string what, IProgress<string>? progress)
{
    /// <summary>Files from one report to the next.</summary>
    public const int Every = 250;

    private const string OfFile = "  ";
    private int _files;

    /// <summary>Takes what make prints.</summary>
    public void OnLine(string line)
    {
        if (line.StartsWith(OfFile, StringComparison.Ordinal) && ++_files % Every == 0)
        {
            progress?.Report(string.Create(CultureInfo.InvariantCulture, $"{what}: {_files} files made"));
        }
    }
}
