// SPDX-License-Identifier: MIT
using PreserveStack.Lab.Topologies;
using Xunit;

namespace PreserveStack.Lab.Tests.Topologies;

public class UnitsTests
{
    [Theory]
    [InlineData("20mbit", 20_000_000)]
    [InlineData("2.5mbit", 2_500_000)]
    [InlineData("500kbit", 500_000)]
    [InlineData("1gbit", 1_000_000_000)]
    [InlineData("8000bit", 8000)]
    [InlineData("0", 0)]
    public void Rates_are_read(string text, long bits)
    {
        Assert.True(Units.TryRate(text, out var value));
        Assert.Equal(bits, value);
    }

    [Theory]
    [InlineData("")]
    [InlineData("20")]
    [InlineData("mbit")]
    [InlineData("-1mbit")]
    [InlineData("1e9mbit")]
    [InlineData("NaNmbit")]
    [InlineData("20 mbit")]
    [InlineData("1bit")]
    public void Other_texts_are_no_rates(string text) => Assert.False(Units.TryRate(text, out _));

    [Theory]
    [InlineData("10ms", 10_000)]
    [InlineData("2.5s", 2_500_000)]
    [InlineData("250us", 250)]
    [InlineData("10min", 600_000_000)]
    [InlineData("0", 0)]
    public void Times_are_read(string text, long microseconds)
    {
        Assert.True(Units.TryDuration(text, out var value));
        Assert.Equal(microseconds, value.TotalMicroseconds);
    }

    [Theory]
    [InlineData("10")]
    [InlineData("s")]
    [InlineData("-1s")]
    public void Other_texts_are_no_times(string text) => Assert.False(Units.TryDuration(text, out _));

    [Theory]
    [InlineData("1%", 1)]
    [InlineData("0.5", 0.5)]
    [InlineData("100%", 100)]
    public void Percentages_are_read(string text, double percent)
    {
        Assert.True(Units.TryPercent(text, out var value));
        Assert.Equal(percent, value);
    }

    [Theory]
    [InlineData("101%")]
    [InlineData("-1%")]
    [InlineData("%")]
    public void Other_texts_are_no_percentages(string text) => Assert.False(Units.TryPercent(text, out _));
}
