// SPDX-License-Identifier: MIT
using PreserveStack.NameSocket.Connecting.Srv;
using Xunit;

namespace PreserveStack.NameSocket.Tests.Connecting;

public sealed class SrvOrderTests
{
    [Fact]
    public void Lower_priorities_come_first() =>
        Assert.Equal(["b", "c", "a"], Sort(_ => 0, new(30, 9, 1, "a"), new(10, 1, 1, "b"), new(20, 5, 1, "c")));

    // The running sums of weights 0, 1, 3 are 0, 1, 4: the first record whose sum is not below the number drawn is taken.
    [Theory]
    [InlineData(0, "none")]
    [InlineData(1, "one")]
    [InlineData(2, "three")]
    [InlineData(4, "three")]
    public void Among_equals_the_number_drawn_decides_by_the_running_sums_of_weights(int drawn, string first)
    {
        var bounds = new List<int>();
        IEnumerable<string> order = Sort(
            bound =>
            {
                bounds.Add(bound);
                return bounds.Count == 1 ? drawn : 0;
            },
            new(1, 1, 1, "one"),
            new(1, 0, 1, "none"),
            new(1, 3, 1, "three"));
        Assert.Equal(first, order.First());
        Assert.Equal(5, bounds[0]);
    }

    [Fact]
    public void Shares_follow_the_weights()
    {
        var random = new Random(7);
        SrvRecord[] records = [new(1, 10, 1, "light"), new(1, 30, 1, "heavy")];
        int heavy = Enumerable.Range(0, 4000).Count(_ => Sort(random.Next, records).First() == "heavy");
        Assert.InRange(heavy, 2850, 3150);
    }

    [Fact]
    public void Greatest_weights_do_not_overflow()
    {
        SrvRecord[] records = [.. Enumerable.Repeat(new SrvRecord(1, ushort.MaxValue, 1, "x"), 128)];
        Assert.Equal(128, Sort(bound => bound - 1, records).Count());
    }

    private static IEnumerable<string> Sort(Func<int, int> random, params SrvRecord[] records) =>
        SrvOrder.Sort(records, random).Select(record => record.Target);
}
