// SPDX-License-Identifier: MIT
using System.Text.Json.Nodes;

namespace PreserveStack.Lab.Experiments;

/// <summary>What one run measured, whatever it did.</summary>
public abstract record RunResult
{
    /// <summary>The run.</summary>
    public required RunPlan Plan { get; init; }

    /// <summary>What to tell of it in a few words while a sweep goes on.</summary>
    public abstract string Headline { get; }

    /// <summary>Error of a socket, as errno's name; empty if none.</summary>
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

    /// <summary>Adds the measurements to its row of the result's JSON: snake_case keys with units in their names.</summary>
    internal abstract void WriteTo(JsonObject row);
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
