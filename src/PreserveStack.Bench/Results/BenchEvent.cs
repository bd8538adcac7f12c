// SPDX-License-Identifier: MIT
using System.Text.Json.Serialization;
using PreserveStack.Bench.Environments;

namespace PreserveStack.Bench.Results;

/// <summary>Something a run tells while it goes on; a line of its JSON.</summary>
public abstract record BenchEvent
{
    /// <summary>When, by the client's clock.</summary>
    [JsonPropertyOrder(-2)]
    public DateTimeOffset Time { get; init; } = DateTimeOffset.Now;

    /// <summary>What kind it is.</summary>
    [JsonPropertyOrder(-1)]
    public abstract string Event { get; }

    /// <summary>The event as one line of JSON.</summary>
    public string ToJson() => JsonLine.Of(this);
}

/// <summary>A run begins.</summary>
public sealed record StartEvent : BenchEvent
{
    /// <inheritdoc/>
    public override string Event => "start";

    /// <summary>All parameters.</summary>
    public required BenchPlan Plan { get; init; }

    /// <summary>Repeats in all, of all cases.</summary>
    public required int Measurements { get; init; }

    /// <summary>What this end is like.</summary>
    public required BenchEnvironment Client { get; init; }

    /// <summary>What the other end is like.</summary>
    public required BenchEnvironment Server { get; init; }
}

/// <summary>How it went since the report before.</summary>
public sealed record IntervalEvent : BenchEvent
{
    /// <inheritdoc/>
    public override string Event => "interval";

    /// <summary>What is measured over what.</summary>
    public required BenchCase Case { get; init; }

    /// <summary>The repeat, from 1 on.</summary>
    public required int Repeat { get; init; }

    /// <summary>End of the interval, since measuring began.</summary>
    public required double AtS { get; init; }

    /// <summary>Its length.</summary>
    public required double Seconds { get; init; }

    /// <summary>Goodput at the receiver; null in other tests.</summary>
    public double? BytesPerS { get; init; }

    /// <summary>Operations; null in the throughput test.</summary>
    public double? OperationsPerS { get; init; }
}

/// <summary>A repeat has ended.</summary>
public sealed record RepeatEvent : BenchEvent
{
    /// <inheritdoc/>
    public override string Event => "repeat";

    /// <summary>What it measured.</summary>
    public required Measurement Measurement { get; init; }
}
