// SPDX-License-Identifier: MIT
namespace PreserveStack.Bench.Results;

/// <summary>Names of figures.</summary>
public static class MetricNames
{
    /// <summary>Goodput at the receiver.</summary>
    public const string BytesPerS = "bytes_per_s";

    /// <summary>Requests answered, or connections made and closed.</summary>
    public const string OperationsPerS = "operations_per_s";

    /// <summary>Median of the times of operations.</summary>
    public const string P50Us = "p50_us";

    /// <summary>99 % of the times are not above.</summary>
    public const string P99Us = "p99_us";

    /// <summary>The figure a test is about.</summary>
    public static string MainOf(BenchTest test) => test == BenchTest.Throughput ? BytesPerS : OperationsPerS;

    /// <summary>Whether more is better; less is for times and costs.</summary>
    public static bool MoreIsBetter(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return name.EndsWith("_per_s", StringComparison.Ordinal);
    }
}
