// SPDX-License-Identifier: MIT
using System.Collections.Concurrent;

namespace PreserveStack.NameSocket;

/// <summary>Segments nobody uses. The one given back last is handed out first, while it is still in the processor's cache.</summary>
internal static class SegmentPool
{
    internal const int SegmentSize = 16 * 1024;
    private const int MaxPooled = 1024;
    private static readonly ConcurrentStack<Segment> Free = new();
    private static int _pooled;

    internal static Segment Rent()
    {
        if (Free.TryPop(out var segment))
        {
            Interlocked.Decrement(ref _pooled);
            segment.Next = null;
            segment.Count = 0;
            return segment;
        }

        return new Segment(SegmentSize);
    }

    internal static void Return(Segment segment)
    {
        // Larger ones were made for one big request; they go to the collector.
        if (segment.Bytes.Length == SegmentSize && Volatile.Read(ref _pooled) < MaxPooled)
        {
            Interlocked.Increment(ref _pooled);
            Free.Push(segment);
        }
    }
}
