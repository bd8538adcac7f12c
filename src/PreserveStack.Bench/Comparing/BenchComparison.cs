// SPDX-License-Identifier: MIT
using System.Text.Json.Serialization;
using PreserveStack.Bench.Results;

namespace PreserveStack.Bench.Comparing;

/// <summary>What a second run did better or worse than a first one.</summary>
/// <param name="Threshold">The part by which a figure may be worse.</param>
/// <param name="Cells">The figures that both have.</param>
/// <param name="Missing">Cases that only one of them has.</param>
/// <param name="Differences">What the two environments and plans do not share: a reason to doubt.</param>
public sealed record BenchComparison(
    double Threshold, IReadOnlyList<ComparedFigure> Cells, IReadOnlyList<string> Missing, IReadOnlyList<EnvironmentDifference> Differences)
{
    /// <summary>Whether any figure is worse by more than the threshold and by more than it scatters.</summary>
    public bool HasRegression => Cells.Any(cell => cell.Verdict == Verdict.Regression);

    /// <summary>The comparison as one line of JSON.</summary>
    public string ToJson() => JsonLine.Of(this);
}

/// <summary>One figure of both runs.</summary>
/// <param name="Case">The case.</param>
/// <param name="Metric">The figure's name, with its unit.</param>
/// <param name="Before">Median of the first run.</param>
/// <param name="After">Median of the second.</param>
/// <param name="Change">After by before, less 1.</param>
/// <param name="IsSignificant">Whether the means differ by more than their scatter (Welch, 95 %); null with a single repeat.</param>
/// <param name="Verdict">What that means.</param>
public sealed record ComparedFigure(
    BenchCase Case, string Metric, double Before, double After, double Change, bool? IsSignificant, Verdict Verdict);

/// <summary>Something that the two runs do not share.</summary>
/// <param name="Name">What, such as "server kernel".</param>
/// <param name="Before">In the first run.</param>
/// <param name="After">In the second.</param>
public sealed record EnvironmentDifference(string Name, string Before, string After);

/// <summary>What a change means.</summary>
[JsonConverter(typeof(SnakeCaseEnumConverter<Verdict>))]
public enum Verdict
{
    /// <summary>Within the threshold.</summary>
    Same,

    /// <summary>Better by more than the threshold.</summary>
    Better,

    /// <summary>Worse by more than the threshold, but not by more than it scatters.</summary>
    Noise,

    /// <summary>Worse by more than the threshold, and by more than it scatters where that is known.</summary>
    Regression,
}
