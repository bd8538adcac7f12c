// SPDX-License-Identifier: MIT
using System.Globalization;
using System.Text.Json.Nodes;

namespace PreserveStack.Lab.Experiments;

/// <summary>What a transfer over links that may fail measured.</summary>
public sealed record TransferResult : RunResult
{
    /// <inheritdoc/>
    public override string Headline => ResumeMs is { } resume
        ? $"{resume.ToString("0", CultureInfo.InvariantCulture)} ms from the cut to the next byte"
        : $"largest gap {LargestGapMs.ToString("0", CultureInfo.InvariantCulture)} ms";

    /// <summary>Longest time without a receive, from the first byte to the end of the measuring time, in ms.</summary>
    public required double LargestGapMs { get; init; }

    /// <summary>The same after the second cut; null without one.</summary>
    public double? SecondGapMs { get; init; }

    /// <summary>
    /// From the first cut to the next byte, in ms: to the end of the longest silence among those that end after the cut and
    /// begin at most a link's delay and 20 ms after it, by when what was beyond the cut already has arrived. Right to 5 ms. Null without a cut, for
    /// the idle stream, or when nothing arrived any more.
    /// </summary>
    public double? ResumeMs { get; init; }

    /// <summary>
    /// How long a transfer at the speed of the last two seconds would have had to stand still after the cut to deliver as
    /// little, in ms. It also tells of transfers that only trickle. Null without a cut, after several, or when nothing arrives any more.
    /// </summary>
    public double? OutageMs { get; init; }

    /// <summary>From the last write of the idle stream to its receipt, in ms; null for other streams.</summary>
    public double? ResponseMs { get; init; }

    /// <summary>Bytes received within the measuring time.</summary>
    public required long DeliveredBytes { get; init; }

    /// <summary>Bytes the sender's socket accepted that never arrived, not even in the grace time.</summary>
    public required long LostBytes { get; init; }

    /// <summary>Bytes that arrived with another value than was sent.</summary>
    public required long ChangedBytes { get; init; }

    /// <summary>Connections that were opened.</summary>
    public required int Connections { get; init; }

    /// <summary>Connections whose stream arrived to its end.</summary>
    public required int CompletedConnections { get; init; }

    /// <summary>Active migrations of both ends.</summary>
    public required int Migrations { get; init; }

    /// <summary>Following migrations of both ends.</summary>
    public required int Followed { get; init; }

    /// <summary>From the cut to the first migration, in ms; null if there was none.</summary>
    public double? MigrationMs { get; init; }

    internal override void WriteTo(JsonObject row)
    {
        row["largest_gap_ms"] = LargestGapMs;
        row["delivered_bytes"] = DeliveredBytes;
        row["lost_bytes"] = LostBytes;
        row["migrations"] = Migrations;
        row["changed_bytes"] = ChangedBytes;
        row["followed"] = Followed;
        row["connections"] = Connections;
        row["completed_connections"] = CompletedConnections;
        row["second_gap_ms"] = SecondGapMs;
        row["resume_ms"] = ResumeMs;
        row["outage_ms"] = OutageMs;
        row["response_ms"] = ResponseMs;
        row["migration_ms"] = MigrationMs;
    }
}
