// SPDX-License-Identifier: MIT
using System.Globalization;

namespace PreserveStack.Lab.Topologies;

/// <summary>A parameter of a topology or a key of an experiment: what it may be.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Kind">What values it takes.</param>
/// <param name="Default">Its default values; topologies have one.</param>
/// <param name="Choices">The words of a choice.</param>
/// <param name="Min">Least integer.</param>
/// <param name="Max">Greatest integer.</param>
/// <param name="Help">One line.</param>
public sealed record ParameterSpec(
    string Name, ParameterKind Kind, IReadOnlyList<string> Default, IReadOnlyList<string> Choices, long Min, long Max, string Help)
{
    /// <summary>What is allowed, in words.</summary>
    public string Allowed => Kind switch
    {
        ParameterKind.Rate => "a rate such as 20mbit, 500kbit or 1gbit, or 0 for no limit",
        ParameterKind.Duration => "a time such as 10ms, 2.5s or 5min",
        ParameterKind.Percent => "a percentage from 0% to 100%",
        ParameterKind.Number => $"an integer from {Min} to {Max}",
        ParameterKind.Range => $"integers from {Min} to {Max}, or ranges such as 1-5",
        ParameterKind.Ratio => $"integers from {Min} to {Max} with colons between them, such as 1:5",
        _ => $"one of {string.Join(", ", Choices)}",
    };

    /// <summary>For the lists of what can be set.</summary>
    public KeyListing Listing => new(Name, string.Join(',', Default), Allowed, Help);

    /// <summary>Checks a value, and expands a range.</summary>
    /// <exception cref="LabUsageException">The value is not allowed.</exception>
    public IReadOnlyList<string> Check(string value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return Kind switch
        {
            ParameterKind.Rate when Units.TryRate(value, out _) => [value],
            ParameterKind.Duration when Units.TryDuration(value, out _) => [value],
            ParameterKind.Percent when Units.TryPercent(value, out _) => [value],
            ParameterKind.Number when TryInteger(value, out var number) => [number.ToString(CultureInfo.InvariantCulture)],
            ParameterKind.Range when TryRange(value, out var numbers) => numbers,
            ParameterKind.Ratio when value.Split(':').All(part => TryInteger(part, out _)) => [value],
            ParameterKind.Choice when Choices.Contains(value) => [value],
            _ => throw new LabUsageException($"{Name}={value}: {Name} takes {Allowed}"),
        };
    }

    private bool TryInteger(string text, out long number)
        => long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out number) && number >= Min && number <= Max;

    private bool TryRange(string text, out IReadOnlyList<string> numbers)
    {
        numbers = [];
        var dash = text.IndexOf('-', StringComparison.Ordinal);
        var first = dash < 0 ? text : text[..dash];
        var last = dash < 0 ? text : text[(dash + 1)..];
        if (!TryInteger(first, out var from) || !TryInteger(last, out var to) || to < from || to - from > 10_000)
        {
            return false;
        }

        numbers = [.. Enumerable.Range(0, (int)(to - from) + 1).Select(i => (from + i).ToString(CultureInfo.InvariantCulture))];
        return true;
    }
}
