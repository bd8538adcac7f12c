// SPDX-License-Identifier: MIT
using System.Globalization;

namespace PreserveStack.Lab.Experiments.Downloads;

/// <summary>Weights as tables write them: 1:5 is 1 for the first path and 5 for each other one.</summary>
internal static class PathWeights
{
    /// <summary>One weight per path; where there are more paths than weights, the last one stands for the rest.</summary>
    public static IReadOnlyList<int> Of(string text, int paths)
    {
        var weights = text.Split(':').Select(part => int.Parse(part, CultureInfo.InvariantCulture)).ToList();
        return [.. Enumerable.Range(0, paths).Select(i => weights[Math.Min(i, weights.Count - 1)])];
    }
}
