// SPDX-License-Identifier: MIT
namespace PreserveStack.Lab.Experiments;

/// <summary>Measures what a cut cost a transfer.</summary>
internal static class Outage
{
    private const double SteadyMs = 2000;

    /// <summary>What was beyond the cut already waits no longer than this in queues.</summary>
    private const double QueueMs = 20;

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

    /// <summary>See <see cref="TransferResult.ResumeMs"/>.</summary>
    /// <param name="samples">The curve of received bytes.</param>
    /// <param name="events">What happened.</param>
    /// <param name="delayMs">One way of a link, in ms.</param>
    public static double? Resume(IReadOnlyList<ReceivedSample> samples, IReadOnlyList<RunEvent> events, double delayMs)
    {
        if (events.FirstOrDefault(happening => happening.Kind == "cut") is not { } cut)
        {
            return null;
        }

        var stragglers = cut.Ms + delayMs + QueueMs;
        if (samples.Count == 0 || samples[^1].Ms <= stragglers)
        {
            return null;
        }

        var silence = samples.Zip(samples.Skip(1), (before, after) => (From: before.Ms, To: after.Ms))
            .Where(silence => silence.From <= stragglers && silence.To > cut.Ms)
            .MaxBy(silence => silence.To - silence.From);
        return silence.To - cut.Ms;
    }

    private static double BytesAt(IReadOnlyList<ReceivedSample> samples, double ms) => samples.LastOrDefault(sample => sample.Ms <= ms).Bytes;
}
