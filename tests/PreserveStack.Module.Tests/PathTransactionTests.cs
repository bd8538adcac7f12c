// SPDX-License-Identifier: MIT
using PreserveStack.Module.Paths;
using PreserveStack.Module.Tables;
using Xunit;

namespace PreserveStack.Module.Tests;

public class PathTransactionTests
{
    [Fact]
    public void The_lines_are_those_the_module_reads()
    {
        PathTransaction transaction = new PathTransaction().Clear().SetMode(PathMode.Failover, "video").Set("tunl1", 6).Remove("tunl2", "video");
        Assert.Equal("clear\nmode failover video\ntunl1 6 default\ntunl2 - video\n", transaction.Text);
    }

    [Fact]
    public void Nothing_changes_when_nothing_differs() =>
        Assert.True(PathTransaction.Between([Group("a", PathMode.Adaptive, ("x", 1))], [Group("a", PathMode.Adaptive, ("x", 1))]).IsEmpty);

    [Fact]
    public void Only_what_differs_is_changed() =>
        Assert.Equal(
            "z - a\nmode adaptive a\ny 3 a\nw 0 a\n",
            PathTransaction.Between(
                [Group("a", PathMode.Weighted, ("x", 1), ("y", 2), ("z", 5))],
                [Group("a", PathMode.Adaptive, ("x", 1), ("y", 3), ("w", 0))]).Text);

    [Fact]
    public void A_device_leaves_a_group_before_it_joins_another() =>
        Assert.Equal(
            "x - b\nx 1 a\n",
            PathTransaction.Between([Group("b", PathMode.Weighted, ("x", 1), ("y", 1))], [Group("a", PathMode.Weighted, ("x", 1)), Group("b", PathMode.Weighted, ("y", 1))]).Text);

    [Fact]
    public void Paths_in_another_order_are_taken_out_and_put_in_again() =>
        Assert.Equal(
            "y - a\nz - a\nz 3 a\ny 2 a\n",
            PathTransaction.Between(
                [Group("a", PathMode.Failover, ("x", 1), ("y", 2), ("z", 3))],
                [Group("a", PathMode.Failover, ("x", 1), ("z", 3), ("y", 2))]).Text);

    [Fact]
    public void A_group_that_is_not_wanted_leaves_nothing_behind() =>
        Assert.Equal("x - a\nmode weighted a\n", PathTransaction.Between([Group("a", PathMode.Redundant, ("x", 1))], []).Text);

    [Fact]
    public void Groups_that_have_no_room_beside_the_old_ones_replace_them()
    {
        PathGroup[] old = [.. Enumerable.Range(0, 16).Select(number => Group($"a{number}", PathMode.Weighted, ($"x{number}", 1)))];
        Assert.Equal("clear\nmode failover b\nx1 1 b\n", PathTransaction.Between(old, [Group("b", PathMode.Failover, ("x1", 1))]).Text);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Whatever_there_was_becomes_what_is_wanted(int seed)
    {
        using FakeKernel kernel = new FakeKernel().Load();
        var module = new PreserveModule(kernel.Files, null, kernel.Paths);
        var random = new Random(seed);
        for (int round = 0; round < 200; round++)
        {
            PathGroup[] wanted = Any(random);
            PathTransaction transaction = PathTransaction.Between(PathGroup.Of(module.ReadPaths()), wanted);
            if (!transaction.IsEmpty)
            {
                module.WritePaths(transaction);
            }

            Assert.Equal(Text(wanted), Text(PathGroup.Of(module.ReadPaths())));
        }
    }

    private static PathGroup[] Any(Random random)
    {
        string[] devices = [.. FakeKernel.Devices];
        random.Shuffle(devices);
        var left = new Queue<string>(devices);
        return
        [
            .. Enumerable.Range(0, random.Next(5)).Select(number => Group(
                $"g{number + random.Next(2) * 10}",
                (PathMode)random.Next(4),
                [.. Enumerable.Range(0, Math.Min(left.Count, 1 + random.Next(3))).Select(_ => (left.Dequeue(), (uint)random.Next(3)))]))
                .Where(group => group.Paths.Count > 0).DistinctBy(group => group.Name),
        ];
    }

    private static string Text(IEnumerable<PathGroup> groups) => string.Join('\n', groups.OrderBy(group => group.Name, StringComparer.Ordinal)
        .Select(group => $"{group.Name} {group.Mode} {string.Join(' ', group.Paths.Select(path => $"{path.Device}={path.Weight}"))}"));

    private static PathGroup Group(string name, PathMode mode, params (string Device, uint Weight)[] paths) =>
        new(name, mode, [.. paths.Select(path => new PathWeight(path.Device, path.Weight))]);
}
