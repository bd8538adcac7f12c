// SPDX-License-Identifier: MIT
using System.Globalization;

namespace PreserveStack.Benchmarks.Ratios;

/// <summary>The middle of some values, and the range in which the middle half of them lies.</summary>
internal readonly record struct Quartiles(double Low, double Median, double High)
{
    internal static Quartiles Of(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return new Quartiles(At(sorted, 0.25), At(sorted, 0.5), At(sorted, 0.75));
    }

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Median:0.000} ({Low:0.00}-{High:0.00})");

    private static double At(double[] sorted, double part)
    {
        double position = part * (sorted.Length - 1);
        int below = (int)position;
        int above = Math.Min(below + 1, sorted.Length - 1);
        return sorted[below] + ((position - below) * (sorted[above] - sorted[below]));
    }
}
