// SPDX-License-Identifier: MIT
namespace PreserveStack.Bench.Statistics;

/// <summary>Student's t distribution: how far a mean of few values may be off.</summary>
internal static class StudentT
{
    /// <summary>97.5 % quantile of the normal distribution.</summary>
    private const double Normal = 1.959963984540054;

    /// <summary>97.5 % quantiles for 1 to 30 degrees of freedom (any table of the distribution).</summary>
    private static readonly double[] Quantiles =
    [
        12.7062, 4.3027, 3.1824, 2.7764, 2.5706, 2.4469, 2.3646, 2.3060, 2.2622, 2.2281,
        2.2010, 2.1788, 2.1604, 2.1448, 2.1314, 2.1199, 2.1098, 2.1009, 2.0930, 2.0860,
        2.0796, 2.0739, 2.0687, 2.0639, 2.0595, 2.0555, 2.0518, 2.0484, 2.0452, 2.0423,
    ];

    /// <summary>The factor of a two-sided 95 % interval.</summary>
    /// <param name="freedom">Degrees of freedom, at least 1; fractions count as the whole number below, which widens the interval.</param>
    public static double Factor95(double freedom)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(freedom, 1);
        if (freedom < Quantiles.Length + 1)
        {
            return Quantiles[(int)freedom - 1];
        }

        // Cornish and Fisher's expansion, right to 4 digits from 30 degrees on.
        double cube = Normal * Normal * Normal;
        double first = (cube + Normal) / 4;
        double second = (5 * cube * Normal * Normal + 16 * cube + 3 * Normal) / 96;
        return Normal + first / freedom + second / (freedom * freedom);
    }
}
