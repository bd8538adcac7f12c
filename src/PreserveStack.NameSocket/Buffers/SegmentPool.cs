// SPDX-License-Identifier: MIT
namespace PreserveStack.NameSocket;

/// <summary>Segments nobody uses. The one given back last is handed out first, while it is still in the processor's cache.</summary>
internal static class SegmentPool
{
    internal const int SegmentSize = 16 * 1024;
    private const int MaxPooled = 1024;
    private static readonly Lock Gate = new();

    // Linked by Segment.Next.
    private static Segment? _free;
    private static int _pooled;

    internal static Segment Rent()
    {
        lock (Gate)
        {
            if (_free is { } segment)
            {
                _free = segment.Next;
                _pooled--;
                segment.Next = null;
                segment.Count = 0;
                return segment;
            }
        }

        return new Segment(SegmentSize);
    }

    internal static void Return(Segment segment)
    {
        // Larger ones were made for one big request; they go to the collector.
        if (segment.Bytes.Length != SegmentSize)
        {
            return;
        }

        lock (Gate)
        {
            if (_pooled < MaxPooled)
            {
                segment.Next = _free;
                _free = segment;
                _pooled++;
            }
        }
    }
}
