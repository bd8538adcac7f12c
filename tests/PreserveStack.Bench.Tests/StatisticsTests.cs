// SPDX-License-Identifier: MIT
using PreserveStack.Bench.Statistics;
using Xunit;

namespace PreserveStack.Bench.Tests;

public sealed class StatisticsTests
{
    [Theory]
    [InlineData(1, 12.706)]
    [InlineData(4, 2.776)]
    [InlineData(4.9, 2.776)]
    [InlineData(30, 2.042)]
    [InlineData(40, 2.021)]
    [InlineData(60, 2.000)]
    [InlineData(120, 1.980)]
    [InlineData(1e9, 1.960)]
    public void Student_s_factors_are_those_of_the_tables(double freedom, double expected) =>
        Assert.Equal(expected, StudentT.Factor95(freedom), 0.0005);

    // NIST/SEMATECH e-Handbook, section 1.3.5.2 has the formula; the figures follow from sums that can be done by hand.
    [Fact]
    public void Mean_and_interval_of_five_values()
    {
        Estimate estimate = Estimate.Of([5, 1, 2, 3, 4]);
        Assert.Equal((3, 1, 5, 3, 5), (estimate.Median, estimate.Min, estimate.Max, estimate.Mean, estimate.Count));
        Assert.Equal(3 - 2.7764 * Math.Sqrt(2.5 / 5), estimate.Ci95Low!.Value, 1e-9);
        Assert.Equal(3 + 2.7764 * Math.Sqrt(2.5 / 5), estimate.Ci95High!.Value, 1e-9);
    }

    [Fact]
    public void A_single_value_has_no_interval() => Assert.Null(Estimate.Of([7]).Ci95Low);

    [Fact]
    public void Drift_that_hits_both_alike_leaves_no_doubt_about_their_ratio()
    {
        Estimate ratio = Estimate.OfRatios([90, 180, 45], [100, 200, 50]);
        Assert.Equal(0.9, ratio.Mean, 1e-9);
        Assert.Equal(0.9, ratio.Ci95Low!.Value, 1e-9);
        Assert.Equal(0.9, ratio.Ci95High!.Value, 1e-9);
    }

    [Fact]
    public void Ratios_are_averaged_as_factors() => Assert.Equal(1, Estimate.OfRatios([2, 1], [1, 2]).Mean, 1e-9);

    // t = 10 / sqrt(1/3 + 1/3) = 12.2 with 4 degrees of freedom; and 0.5 / 0.816 = 0.6.
    [Fact]
    public void Welch_s_test_tells_a_difference_from_scatter()
    {
        Assert.True(Difference.IsSignificant([9, 10, 11], [19, 20, 21]));
        Assert.False(Difference.IsSignificant([9, 10, 11], [9.5, 10.5, 11.5]));
        Assert.Null(Difference.IsSignificant([9], [19, 20]));
        Assert.True(Difference.IsSignificant([9, 9], [10, 10]));
    }
}
