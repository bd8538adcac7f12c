// SPDX-License-Identifier: MIT
namespace PreserveStack.Scenarios;

/// <summary>
/// Few combinations in which every two values of two factors still meet: 48 cells become about 12. Most faults need one
/// value or two, hardly any needs three.
/// </summary>
public static class PairwiseSet
{
    /// <summary>All combinations, each with one value of every factor, in the factors' order.</summary>
    public static IReadOnlyList<IReadOnlyList<string>> Product(IReadOnlyList<IReadOnlyList<string>> factors)
    {
        ArgumentNullException.ThrowIfNull(factors);
        IEnumerable<IReadOnlyList<string>> rows = [[]];
        foreach (IReadOnlyList<string> values in factors)
        {
            rows = rows.SelectMany(_ => values, IReadOnlyList<string> (row, value) => [.. row, value]);
        }

        return [.. rows];
    }

    /// <summary>
    /// Takes, again and again, the combination that has most pairs which are still missing; among equals the first, so that
    /// the same input always gives the same set.
    /// </summary>
    /// <param name="combinations">What to choose from: a product, or what is possible of it.</param>
    public static IReadOnlyList<IReadOnlyList<string>> Cover(IReadOnlyList<IReadOnlyList<string>> combinations)
    {
        ArgumentNullException.ThrowIfNull(combinations);
        var missing = combinations.SelectMany(Pairs).ToHashSet();
        var chosen = new List<IReadOnlyList<string>>();
        while (missing.Count > 0)
        {
            IReadOnlyList<string> best = combinations.MaxBy(row => Pairs(row).Count(missing.Contains))!;
            chosen.Add(best);
            missing.ExceptWith(Pairs(best));
        }

        // Without a second factor there are no pairs, and every value is wanted.
        return chosen.Count > 0 ? chosen : combinations;
    }

    private static IEnumerable<(int First, string FirstValue, int Second, string SecondValue)> Pairs(IReadOnlyList<string> row)
    {
        for (int first = 0; first < row.Count; first++)
        {
            for (int second = first + 1; second < row.Count; second++)
            {
                yield return (first, row[first], second, row[second]);
            }
        }
    }
}
