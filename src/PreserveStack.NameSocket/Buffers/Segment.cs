// SPDX-License-Identifier: MIT
namespace PreserveStack.NameSocket;

/// <summary>A piece of memory in a <see cref="SegmentChain"/>. Pinned, so that system calls can be given its address.</summary>
internal sealed class Segment(int size)
{
    internal byte[] Bytes { get; } = GC.AllocateUninitializedArray<byte>(size, pinned: true);

    internal Segment? Next { get; set; }

    /// <summary>Position in the stream of the first byte of <see cref="Bytes"/>.</summary>
    internal long Position { get; set; }

    /// <summary>Bytes that have been written.</summary>
    internal int Count { get; set; }

    internal long End => Position + Count;

    internal Span<byte> Free => Bytes.AsSpan(Count);
}
