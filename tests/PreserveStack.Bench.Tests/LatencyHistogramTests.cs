// SPDX-License-Identifier: MIT
using PreserveStack.Bench.Measuring;
using Xunit;

namespace PreserveStack.Bench.Tests;

public sealed class LatencyHistogramTests
{
    [Fact]
    public void Percentiles_of_a_thousand_times_are_exact_below_2048_ns()
    {
        var histogram = new LatencyHistogram();
        foreach (long value in Enumerable.Range(1, 1000).Reverse())
        {
            histogram.Record(value);
        }

        Assert.Equal((500, 990, 999, 1000), (histogram.Percentile(0.5), histogram.Percentile(0.99), histogram.Percentile(0.999), histogram.Percentile(1)));
        Assert.Equal((500.5, 1000), (histogram.Mean, histogram.Max));
    }

    [Theory]
    [InlineData(2047)]
    [InlineData(2048)]
    [InlineData(123_456)]
    [InlineData(98_765_432_109)]
    [InlineData((1L << 43) - 1)]
    public void Any_time_is_told_within_a_tenth_of_a_percent(long value)
    {
        var histogram = new LatencyHistogram();
        histogram.Record(value);
        histogram.Record(1L << 43);
        Assert.InRange(histogram.Percentile(0.5), value, value * 1.001);
    }

    [Fact]
    public void Times_beyond_its_range_and_below_0_are_counted_at_its_ends()
    {
        var histogram = new LatencyHistogram();
        histogram.Record(-5);
        histogram.Record(long.MaxValue);
        Assert.Equal((0, (1L << 43) - 1), (histogram.Percentile(0.5), histogram.Max));
    }

    [Fact]
    public void Nothing_recorded_is_0() => Assert.Equal((0, 0, 0), (new LatencyHistogram().Percentile(0.5), new LatencyHistogram().Max, new LatencyHistogram().Mean));
}
