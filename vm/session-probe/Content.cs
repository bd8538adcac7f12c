// SPDX-License-Identifier: MIT
using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace PreserveStack.SessionProbe;

/// <summary>
/// Bytes that both ends can tell by their position. Each direction of each session has others, so that bytes that are
/// lost, doubled, swapped or of another session differ from what is expected.
/// </summary>
internal sealed class Content
{
    private const int BlockLength = 4096;
    private const int WordLength = sizeof(ulong);

    private readonly ulong _seed;
    private readonly byte[] _block = new byte[BlockLength];
    private long _blockStart = -1;

    /// <param name="session">Id of the session.</param>
    /// <param name="byClient">The direction.</param>
    public Content(string session, bool byClient)
    {
        byte[] hash = SHA256.HashData(Encoding.ASCII.GetBytes($"{session} {byClient}"));
        _seed = BinaryPrimitives.ReadUInt64LittleEndian(hash);
    }

    /// <summary>Writes the bytes from a position on.</summary>
    public void Fill(Span<byte> bytes, long position)
    {
        while (bytes.Length > 0)
        {
            ReadOnlySpan<byte> known = From(position, bytes.Length);
            known.CopyTo(bytes);
            bytes = bytes[known.Length..];
            position += known.Length;
        }
    }

    /// <summary>How many bytes differ from those that belong at a position.</summary>
    public long Differences(ReadOnlySpan<byte> bytes, long position)
    {
        long differences = 0;
        while (bytes.Length > 0)
        {
            ReadOnlySpan<byte> known = From(position, bytes.Length);
            ReadOnlySpan<byte> part = bytes[..known.Length];
            if (!known.SequenceEqual(part))
            {
                differences += Count(known, part);
            }

            bytes = bytes[known.Length..];
            position += known.Length;
        }

        return differences;
    }

    private static long Count(ReadOnlySpan<byte> known, ReadOnlySpan<byte> part)
    {
        long differences = 0;
        for (int i = 0; i < part.Length; i++)
        {
            differences += known[i] != part[i] ? 1 : 0;
        }

        return differences;
    }

    private ReadOnlySpan<byte> From(long position, int most)
    {
        long start = position - (position % BlockLength);
        if (start != _blockStart)
        {
            _blockStart = start;
            for (int i = 0; i < BlockLength; i += WordLength)
            {
                BinaryPrimitives.WriteUInt64LittleEndian(_block.AsSpan(i), Word((ulong)(start + i)));
            }
        }

        int offset = (int)(position - start);
        return _block.AsSpan(offset, Math.Min(most, BlockLength - offset));
    }

    // SplitMix64 (Steele, Lea, Flood: Fast splittable pseudorandom number generators, 2014).
    private ulong Word(ulong position)
    {
        ulong z = _seed + (position * 0x9e3779b97f4a7c15);
        z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
        z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
        return z ^ (z >> 31);
    }
}
