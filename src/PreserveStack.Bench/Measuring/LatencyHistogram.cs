// SPDX-License-Identifier: MIT
using System.Numerics;

namespace PreserveStack.Bench.Measuring;

/// <summary>
/// Counts times in bounded memory: exact below 2048 ns, and within 0.1 % above, up to 2.4 hours. Several threads may record at
/// once.
/// </summary>
/// <remarks>A table of 1024 steps for each power of two, as HdrHistogram has it (hdrhistogram.org). 280 kB.</remarks>
internal sealed class LatencyHistogram
{
    private const int StepBits = 10;
    private const int Steps = 1 << StepBits;
    private const int LargestBits = 43;
    private const int Powers = LargestBits - StepBits - 1;

    private readonly long[] _counts = new long[(Powers + 2) * Steps];
    private long _sum;
    private long _max;

    /// <summary>The longest time, exactly; 0 if there is none.</summary>
    public long Max => Volatile.Read(ref _max);

    /// <summary>Their mean; 0 if there is none.</summary>
    public double Mean => Total() is > 0 and var count ? (double)_sum / count : 0;

    /// <summary>Counts a time.</summary>
    /// <param name="nanoseconds">The time; negative ones count as 0.</param>
    public void Record(long nanoseconds)
    {
        long value = Math.Clamp(nanoseconds, 0, (1L << LargestBits) - 1);
        Interlocked.Increment(ref _counts[IndexOf(value)]);
        Interlocked.Add(ref _sum, value);
        long max;
        while (value > (max = Volatile.Read(ref _max)) && Interlocked.CompareExchange(ref _max, value, max) != max)
        {
        }
    }

    /// <summary>The time that a part of all did not exceed.</summary>
    /// <param name="fraction">The part, from 0 to 1.</param>
    /// <returns>The upper end of the step it is in, at most the longest time; 0 if there is none.</returns>
    public long Percentile(double fraction)
    {
        long rank = Math.Max(1, (long)Math.Ceiling(fraction * Total()));
        long seen = 0;
        for (int i = 0; i < _counts.Length; i++)
        {
            seen += _counts[i];
            if (seen >= rank)
            {
                return Math.Min(UpperEnd(i), Max);
            }
        }

        return Max;
    }

    private static int IndexOf(long value)
    {
        int shift = Math.Max(0, 64 - BitOperations.LeadingZeroCount((ulong)value) - StepBits - 1);
        return shift * Steps + (int)(value >> shift);
    }

    private static long UpperEnd(int index)
    {
        int shift = Math.Max(0, index / Steps - 1);
        return ((long)(index - shift * Steps + 1) << shift) - 1;
    }

    private long Total() => _counts.Sum();
}
