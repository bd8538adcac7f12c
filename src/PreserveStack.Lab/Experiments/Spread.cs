// SPDX-License-Identifier: MIT
using System.Text.Json.Nodes;

namespace PreserveStack.Lab.Experiments;

/// <summary>Median and range of a few measurements.</summary>
/// <param name="Median">The middle value; the mean of the two middle ones for an even count.</param>
/// <param name="Min">The smallest.</param>
/// <param name="Max">The largest.</param>
public sealed record Spread(double Median, double Min, double Max)
{
    /// <summary>Of at least one value.</summary>
    public static Spread Of(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        if (sorted.Length == 0)
        {
            throw new ArgumentException("no values", nameof(values));
        }

        var middle = sorted.Length / 2;
        var median = sorted.Length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
        return new Spread(median, sorted[0], sorted[^1]);
    }

    internal JsonObject ToJson() => new() { ["median"] = Median, ["min"] = Min, ["max"] = Max };
}
