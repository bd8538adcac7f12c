// SPDX-License-Identifier: MIT
namespace PreserveStack.Bench.Statistics;

/// <summary>What a few measurements of one thing say.</summary>
/// <param name="Median">The middle value; the mean of the two middle ones for an even count.</param>
/// <param name="Min">The smallest.</param>
/// <param name="Max">The largest.</param>
/// <param name="Mean">The arithmetic mean; of ratios the geometric one.</param>
/// <param name="Ci95Low">Lower end of the 95 % confidence interval of the mean (Student's t); null for a single value.</param>
/// <param name="Ci95High">Its upper end.</param>
/// <param name="Count">How many values there are.</param>
public sealed record Estimate(double Median, double Min, double Max, double Mean, double? Ci95Low, double? Ci95High, int Count)
{
    /// <summary>Of at least one value.</summary>
    public static Estimate Of(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        if (sorted.Length == 0)
        {
            throw new ArgumentException("no values", nameof(values));
        }

        int middle = sorted.Length / 2;
        double median = sorted.Length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
        var (mean, half) = Interval(sorted);
        return new Estimate(median, sorted[0], sorted[^1], mean, mean - half, mean + half, sorted.Length);
    }

    /// <summary>
    /// Of the ratios of values that were measured in pairs, one after the other. Ratios multiply: mean and interval are those of their
    /// logarithms.
    /// </summary>
    /// <param name="values">Values above 0.</param>
    /// <param name="bases">What each is divided by, as many, above 0.</param>
    public static Estimate OfRatios(IReadOnlyList<double> values, IReadOnlyList<double> bases)
    {
        ArgumentNullException.ThrowIfNull(values);
        ArgumentNullException.ThrowIfNull(bases);
        double[] ratios = [.. values.Zip(bases, (value, basis) => value / basis)];
        Estimate plain = Of(ratios);
        var (mean, half) = Interval([.. ratios.Select(ratio => Math.Log(ratio))]);
        return plain with { Mean = Math.Exp(mean), Ci95Low = LowOf(mean, half), Ci95High = LowOf(mean, -half) };
    }

    /// <summary>Sample variance; null for a single value.</summary>
    internal static double? Variance(IReadOnlyCollection<double> values)
    {
        double mean = values.Average();
        return values.Count < 2 ? null : values.Sum(value => (value - mean) * (value - mean)) / (values.Count - 1);
    }

    private static (double Mean, double? Half) Interval(IReadOnlyCollection<double> values)
    {
        double? half = Variance(values) is { } variance ? StudentT.Factor95(values.Count - 1) * Math.Sqrt(variance / values.Count) : null;
        return (values.Average(), half);
    }

    private static double? LowOf(double mean, double? half) => half is { } width ? Math.Exp(mean - width) : null;
}
