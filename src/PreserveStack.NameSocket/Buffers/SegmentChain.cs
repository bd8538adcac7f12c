// SPDX-License-Identifier: MIT
using System.Diagnostics;

namespace PreserveStack.NameSocket;

/// <summary>
/// The bytes of a stream from <see cref="Start"/> to <see cref="End"/>, in pooled segments. Appended to at the end,
/// released from the start, read at any position between; memory grows and shrinks with what is held. It serves for
/// retransmission and for what was read ahead of the application. Not thread-safe: the lock of its owner guards it.
/// </summary>
internal sealed class SegmentChain
{
    private Segment? _first;
    private Segment? _last;

    // Where the last read was: sending goes on from there, and need not search.
    private Segment? _cursor;

    // Somebody writes behind the end, without the lock: the last segment stays where it is.
    private bool _isLent;

    /// <summary>Position of the first byte held.</summary>
    internal long Start { get; private set; }

    /// <summary>Position behind the last byte held.</summary>
    internal long End { get; private set; }

    internal int Length => (int)(End - Start);

    internal void Append(ReadOnlySpan<byte> source)
    {
        while (!source.IsEmpty)
        {
            var free = GetFree(1).Span;
            var count = Math.Min(free.Length, source.Length);
            source[..count].CopyTo(free);
            source = source[count..];
            Advance(count);
        }
    }

    /// <summary>Memory at the end that can be written and then taken by <see cref="Advance"/>.</summary>
    internal Memory<byte> GetFree(int atLeast)
    {
        if (_last is null || _last.Bytes.Length - _last.Count < atLeast)
        {
            var segment = atLeast > SegmentPool.SegmentSize ? new Segment(atLeast) : SegmentPool.Rent();
            segment.Position = End;
            if (_last is null)
            {
                _first = segment;
            }
            else
            {
                _last.Next = segment;
            }

            _last = segment;
        }

        return _last.Bytes.AsMemory(_last.Count);
    }

    /// <summary>As <see cref="GetFree"/>, for an owner that lets others write there while bytes before it are released.</summary>
    internal Memory<byte> Lend(int atLeast)
    {
        _isLent = true;
        return GetFree(atLeast);
    }

    internal void Advance(int count)
    {
        _isLent = false;
        Debug.Assert(_last is not null && count <= _last.Bytes.Length - _last.Count, "more than GetFree gave");
        _last.Count += count;
        End += count;
    }

    /// <summary>Forgets what lies before a position. Positions before the start change nothing.</summary>
    internal void Release(long position)
    {
        Debug.Assert(position <= End, "released more than there is");
        if (position <= Start)
        {
            return;
        }

        Start = position;
        while (_first is { Next: { } next } && _first.End <= position)
        {
            Drop(_first);
            _first = next;
        }

        if (position == End && _first is not null && !_isLent)
        {
            // The last one is kept and written from its beginning: the cache knows it.
            _first.Position = End;
            _first.Count = 0;
        }
    }

    /// <summary>Gives all memory back that holds no bytes.</summary>
    internal void Trim()
    {
        if (Length == 0 && _first is not null && !_isLent)
        {
            Drop(_first);
            _first = null;
            _last = null;
        }
    }

    /// <summary>Forgets all and gives all memory back, but what is lent: the pool would give it to another session.</summary>
    internal void Clear()
    {
        Release(End);
        Trim();
        _first = null;
        _last = null;
        _cursor = null;
        _isLent = false;
    }

    /// <summary>The bytes from a position to the end of its segment; empty at <see cref="End"/>.</summary>
    internal Memory<byte> PieceAt(long position)
    {
        if (position < Start || position >= End)
        {
            Debug.Assert(position == End, "read what is not held");
            return default;
        }

        if (_cursor is null || _cursor.Position > position)
        {
            _cursor = _first;
        }

        while (_cursor!.End <= position)
        {
            _cursor = _cursor.Next;
        }

        var offset = (int)(position - _cursor.Position);
        return _cursor.Bytes.AsMemory(offset, _cursor.Count - offset);
    }

    /// <summary>Copies from the start and forgets what was copied.</summary>
    /// <returns>Bytes copied.</returns>
    internal int Take(Span<byte> target)
    {
        var copied = 0;
        while (copied < target.Length && Length > 0)
        {
            var piece = PieceAt(Start).Span;
            var count = Math.Min(piece.Length, target.Length - copied);
            piece[..count].CopyTo(target[copied..]);
            copied += count;
            Release(Start + count);
        }

        return copied;
    }

    private void Drop(Segment segment)
    {
        if (ReferenceEquals(_cursor, segment))
        {
            _cursor = null;
        }

        SegmentPool.Return(segment);
    }
}
