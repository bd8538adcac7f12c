// SPDX-License-Identifier: MIT
namespace PreserveStack.Lab.Experiments.Costs;

/// <summary>A row of the published table.</summary>
/// <param name="Name">What the figures are called in files.</param>
/// <param name="Title">As people call it.</param>
/// <param name="PublishedName">Its name in the published table.</param>
/// <param name="Unit">The unit of its rate, by <paramref name="Scale"/>.</param>
/// <param name="Scale">What a rate is divided by for people.</param>
public sealed record CostBenchmark(string Name, string Title, string PublishedName, string Unit, double Scale)
{
    /// <summary>Sizes of writes.</summary>
    public static IReadOnlyList<int> Sizes { get; } = [512, 2048, 8192];

    /// <summary>The round trip of a byte.</summary>
    public static CostBenchmark Latency { get; } = new("latency", "Latency", "latency_ops_per_s", "round trips/s", 1);

    /// <summary>Connect, a byte, close.</summary>
    public static CostBenchmark Connection { get; } = new("connection", "Connection", "connection_ops_per_s", "connections/s", 1);

    /// <summary>All of them.</summary>
    public static IReadOnlyList<CostBenchmark> All { get; } = [.. Sizes.Select(Throughput), Latency, Connection];

    /// <summary>Writes of a size.</summary>
    public static CostBenchmark Throughput(int size) => new($"throughput_{size}", $"Throughput, {size} B", $"throughput_{size}B_bytes_per_s", "MB/s", 1e6);
}
