// SPDX-License-Identifier: MIT
namespace PreserveStack.Lab.Experiments;

/// <summary>Measures what a cut cost a bulk transfer.</summary>
internal static class Outage
{
    private const double SteadyMs = 2000;

    /// <summary>See <see cref="TransferResult.OutageMs"/>.</summary>
    public static double? Of(VariantDefinition variant, IReadOnlyList<ReceivedSample> samples, IReadOnlyList<RunEvent> events)
    {
        if (variant.Events.Count != 1 || events.FirstOrDefault(happening => happening.Kind == "cut") is not { } cut)
        {
            return null;
        }

        var end = variant.Duration.TotalMilliseconds;
        var rate = (BytesAt(samples, end) - BytesAt(samples, end - SteadyMs)) / SteadyMs;
        return rate > 0 ? end - cut.Ms - (BytesAt(samples, end) - BytesAt(samples, cut.Ms)) / rate : null;
    }

    private static double BytesAt(IReadOnlyList<ReceivedSample> samples, double ms) => samples.LastOrDefault(sample => sample.Ms <= ms).Bytes;
}
