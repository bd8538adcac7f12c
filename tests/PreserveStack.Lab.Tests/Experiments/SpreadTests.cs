// SPDX-License-Identifier: MIT
using PreserveStack.Lab.Experiments;
using Xunit;

namespace PreserveStack.Lab.Tests.Experiments;

public class SpreadTests
{
    [Fact]
    public void Median_of_an_odd_count_is_the_middle_value()
        => Assert.Equal(new Spread(3, 1, 100), Spread.Of([100, 1, 3]));

    [Fact]
    public void Median_of_an_even_count_is_between_the_middle_values()
        => Assert.Equal(new Spread(2.5, 1, 4), Spread.Of([4, 1, 3, 2]));

    [Fact]
    public void One_value_is_its_own_median() => Assert.Equal(new Spread(7, 7, 7), Spread.Of([7]));

    [Fact]
    public void No_values_have_no_median() => Assert.Throws<ArgumentException>(() => Spread.Of([]));
}
