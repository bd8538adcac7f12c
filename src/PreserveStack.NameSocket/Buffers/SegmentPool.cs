// SPDX-License-Identifier: MIT
using System.Collections.Concurrent;

namespace PreserveStack.NameSocket;

/// <summary>Segments nobody uses. The one given back last is handed out first, while it is still in the processor's cache.</summary>
internal static class SegmentPool
{
    internal const int SegmentSize = 16 * 1024;
    private const int MaxPooled = 1024;
    private static readonly ConcurrentStack<Segment> Free = new();
    private static int s_pooled;

    internal static Segment Rent()
    {
        if (Free.TryPop(out var segment))
        {
            Interlocked.Decrement(ref s_pooled);
            segment.Next = null;
            segment.Count = 0;
            return segment;
        }

        return new Segment(SegmentSize);
    }

    internal static void Return(Segment segment)
    {
        // Larger ones were made for one big request; they go to the collector.
        if (segment.Bytes.Length == SegmentSize && Volatile.Read(ref s_pooled) < MaxPooled)
        {
            Interlocked.Increment(ref s_pooled);
            Free.Push(segment);
        }
    }
}
