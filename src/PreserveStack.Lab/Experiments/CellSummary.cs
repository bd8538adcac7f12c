// SPDX-License-Identifier: MIT
using System.Text.Json.Nodes;

namespace PreserveStack.Lab.Experiments;

/// <summary>The runs that differ only in their trial, as a rule the seed, taken together.</summary>
/// <param name="Values">The values they share.</param>
/// <param name="Runs">How many there are.</param>
public abstract record CellSummary(IReadOnlyDictionary<string, string> Values, int Runs)
{
    /// <summary>What a table on a terminal shows of it, the same columns for all cells of an experiment.</summary>
    public abstract IReadOnlyList<SummaryColumn> Columns { get; }

    /// <summary>Adds the measurements to its object of the result's JSON.</summary>
    internal abstract void WriteTo(JsonObject cell);
}

/// <summary>A figure of a table.</summary>
/// <param name="Heading">Its column, with the unit.</param>
/// <param name="Text">The figure.</param>
public sealed record SummaryColumn(string Heading, string Text);
