// SPDX-License-Identifier: MIT
namespace PreserveStack.Bench.Statistics;

/// <summary>Whether two sets of measurements differ by more than they scatter (Welch's t test).</summary>
internal static class Difference
{
    /// <summary>Whether the 95 % interval of the difference of the means leaves out 0.</summary>
    /// <returns>Null where a set has a single value, which says nothing about its scatter.</returns>
    public static bool? IsSignificant(IReadOnlyList<double> first, IReadOnlyList<double> second)
    {
        if (Estimate.Variance(first) is not { } firstVariance || Estimate.Variance(second) is not { } secondVariance)
        {
            return null;
        }

        double distance = Math.Abs(first.Average() - second.Average());
        double a = firstVariance / first.Count;
        double b = secondVariance / second.Count;
        if (a + b == 0)
        {
            return distance > 0;
        }

        double freedom = (a + b) * (a + b) / (a * a / (first.Count - 1) + b * b / (second.Count - 1));
        return distance > StudentT.Factor95(Math.Max(freedom, 1)) * Math.Sqrt(a + b);
    }
}
