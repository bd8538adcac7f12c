// SPDX-License-Identifier: MIT
using System.Globalization;
using System.Text.Json.Nodes;

namespace PreserveStack.Lab.Experiments.Downloads;

/// <summary>What a download measured.</summary>
public sealed record DownloadResult : RunResult
{
    /// <inheritdoc/>
    public override string Headline => IsComplete ? $"{GoodputKBps.ToString("0.00", CultureInfo.InvariantCulture)} kB/s" : $"incomplete, {Error}";

    /// <summary>Whether all bytes came.</summary>
    public required bool IsComplete { get; init; }

    /// <summary>Bytes of the document over the time from connecting to its last byte, in kB/s; 0 if it is incomplete.</summary>
    public required double GoodputKBps { get; init; }

    /// <summary>Bytes of the document that came.</summary>
    public required long ReceivedBytes { get; init; }

    /// <summary>Those that came with another value.</summary>
    public required long ChangedBytes { get; init; }

    /// <summary>From connecting to the last byte, in ms.</summary>
    public required double DurationMs { get; init; }

    /// <summary>Longest time without a receive, in ms.</summary>
    public required double LargestGapMs { get; init; }

    /// <summary>The server's paths at the end; empty without the module.</summary>
    public required IReadOnlyList<PathShare> Paths { get; init; }

    internal override void WriteTo(JsonObject row)
    {
        row["goodput_kBps"] = Math.Round(GoodputKBps, 3);
        row["complete"] = IsComplete;
        row["received_bytes"] = ReceivedBytes;
        row["changed_bytes"] = ChangedBytes;
        row["duration_ms"] = DurationMs;
        row["largest_gap_ms"] = LargestGapMs;
        row["paths"] = new JsonArray([.. Paths.Select(path => (JsonNode)new JsonObject
        {
            ["device"] = path.Device,
            ["packets"] = path.Packets,
            ["bytes"] = path.Bytes,
        })]);
    }
}

/// <summary>What a path carried.</summary>
/// <param name="Device">Its device.</param>
/// <param name="Packets">Packets.</param>
/// <param name="Bytes">Their bytes.</param>
public sealed record PathShare(string Device, long Packets, long Bytes);
