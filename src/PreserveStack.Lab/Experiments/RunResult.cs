// SPDX-License-Identifier: MIT
namespace PreserveStack.Lab.Experiments;

/// <summary>What one run measured.</summary>
public sealed record RunResult
{
    /// <summary>The run.</summary>
    public required RunPlan Plan { get; init; }

    /// <summary>Longest time without a receive, from the first byte to the end of the measuring time, in ms.</summary>
    public required double LargestGapMs { get; init; }

    /// <summary>The same after the second cut; null without one.</summary>
    public double? SecondGapMs { get; init; }

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

    /// <summary>Error of the sender's or the receiver's socket, as errno's name; empty if none.</summary>
    public string Error { get; init; } = "";

    /// <summary>Received bytes over time.</summary>
    public required IReadOnlyList<ReceivedSample> Samples { get; init; }

    /// <summary>Cuts, heals and migrations.</summary>
    public required IReadOnlyList<RunEvent> Events { get; init; }

    /// <summary>The module's counters of both ends that are not 0, as "client.SynSent"; empty without the module.</summary>
    public IReadOnlyDictionary<string, long> Counters { get; init; } = new Dictionary<string, long>();

    /// <summary>What the guest told about itself: kernel, module version, sysctls.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>Kernel warnings seen on the console; empty when it is clean.</summary>
    public IReadOnlyList<string> KernelWarnings { get; init; } = [];
}

/// <summary>A point of the curve of received bytes.</summary>
/// <param name="Ms">Since the start of the transfer.</param>
/// <param name="Bytes">Received so far.</param>
public readonly record struct ReceivedSample(double Ms, long Bytes);

/// <summary>Something that happened at a moment of a run.</summary>
/// <param name="Ms">Since the start of the transfer.</param>
/// <param name="Kind">cut, heal, migration or followed.</param>
/// <param name="Host">The host it happened in; empty for the whole link.</param>
/// <param name="Text">A few words.</param>
public sealed record RunEvent(double Ms, string Kind, string Host, string Text);
