// SPDX-License-Identifier: MIT
using System.Globalization;

namespace PreserveStack.Scenarios;

/// <summary>The simulated seconds that the everyday run may take: a file beside the scenarios.</summary>
public static class ScenarioBudget
{
    private const string FileName = "budget";

    /// <summary>Reads it: one number, and lines of comment.</summary>
    /// <param name="folder">The folder of the scenarios.</param>
    public static int Read(string folder)
        => int.Parse(
            File.ReadLines(Path.Combine(folder, FileName)).Single(line => line.Length > 0 && line[0] != '#'), NumberStyles.None, CultureInfo.InvariantCulture);
}
