// SPDX-License-Identifier: MIT
using PreserveStack.Bench.Environments;
using PreserveStack.Bench.Statistics;

namespace PreserveStack.Bench.Results;

/// <summary>The whole of a run: what was asked, where, and what came out. The last line of its JSON.</summary>
public sealed record BenchResult : BenchEvent
{
    /// <summary>The version of this object that is written.</summary>
    public const int CurrentFormat = 1;

    /// <inheritdoc/>
    public override string Event => "result";

    /// <summary>Version of this object.</summary>
    public int Format { get; init; } = CurrentFormat;

    /// <summary>All parameters, those that were not given, too.</summary>
    public required BenchPlan Plan { get; init; }

    /// <summary>What the client was like.</summary>
    public required BenchEnvironment Client { get; init; }

    /// <summary>What the server was like.</summary>
    public required BenchEnvironment Server { get; init; }

    /// <summary>The cells, in the order of their first repeats.</summary>
    public required IReadOnlyList<CaseResult> Cases { get; init; }

    /// <summary>Every repeat, in the order of time.</summary>
    public required IReadOnlyList<Measurement> Measurements { get; init; }

    /// <summary>What makes figures doubtful, in whole sentences.</summary>
    public required IReadOnlyList<string> Warnings { get; init; }
}

/// <summary>All repeats of a cell.</summary>
/// <param name="Case">The cell.</param>
/// <param name="Metrics">Each figure over the repeats.</param>
/// <param name="Ratios">
/// The same by those of the first transport, pair by pair of repeats; null for the first itself.
/// </param>
public sealed record CaseResult(
    BenchCase Case, IReadOnlyDictionary<string, Estimate> Metrics, IReadOnlyDictionary<string, Estimate>? Ratios);
