// SPDX-License-Identifier: MIT
namespace PreserveStack.Bench.Results;

/// <summary>What one repeat measured.</summary>
public sealed record Measurement
{
    /// <summary>What was measured.</summary>
    public required BenchCase Case { get; init; }

    /// <summary>The repeat, from 1 on.</summary>
    public required int Repeat { get; init; }

    /// <summary>Time measured, by the clock of the end that counted.</summary>
    public required double Seconds { get; init; }

    /// <summary>Payload received in that time; throughput only, else 0.</summary>
    public required long Bytes { get; init; }

    /// <summary>Operations in that time.</summary>
    public required long Operations { get; init; }

    /// <summary>The figures, by names with units (<see cref="MetricNames"/>).</summary>
    public required IReadOnlyDictionary<string, double> Metrics { get; init; }

    /// <summary>Connections that had to wait for a free port, and so spoil the rate.</summary>
    public long PortWaits { get; init; }

    /// <summary>How long they waited, all together.</summary>
    public double PortWaitTotalS { get; init; }

    /// <summary>Whether the server served others meanwhile, whose processor time is in its figures.</summary>
    public bool ServerIsShared { get; init; }
}
