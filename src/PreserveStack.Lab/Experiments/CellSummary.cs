// SPDX-License-Identifier: MIT
namespace PreserveStack.Lab.Experiments;

/// <summary>The runs that differ only in their seed, taken together.</summary>
/// <param name="Values">The values they share.</param>
/// <param name="Runs">How many there are.</param>
/// <param name="LargestGapMs">Of the largest gaps, in ms.</param>
/// <param name="SecondGapMs">Of the gaps after the second cut; null without one.</param>
/// <param name="DeliveredBytes">Of the delivered bytes.</param>
/// <param name="LostBytes">Sum over all runs.</param>
/// <param name="ChangedBytes">Sum over all runs.</param>
public sealed record CellSummary(
    IReadOnlyDictionary<string, string> Values,
    int Runs,
    Spread LargestGapMs,
    Spread? SecondGapMs,
    Spread DeliveredBytes,
    long LostBytes,
    long ChangedBytes);
