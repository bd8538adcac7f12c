// SPDX-License-Identifier: MIT
using PreserveStack.Lab.Topologies;
using Xunit;

namespace PreserveStack.Lab.Tests.Topologies;

public class AllocationTests
{
    private static readonly Dictionary<string, string> Defaults = [];

    [Theory]
    [InlineData("two-links", 400_000)]
    [InlineData("two-routers", 600_000)]
    [InlineData("proxies", 800_000)]
    public void Loading_a_topology_stays_within_its_budget(string name, long budget)
    {
        string text = File.ReadAllText(Path.Combine(Checkout.Root, "vm", "topologies", $"{name}.yaml"));
        long bytes = Allocations.PerCall(() => TopologyLoader.Parse(name, text, Defaults), calls: 10);
        Assert.InRange(bytes, 1, budget);
    }
}
