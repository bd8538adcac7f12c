// SPDX-License-Identifier: MIT
namespace PreserveStack.Bench.Serving;

/// <summary>What one connection has done; written by its handler, read by others.</summary>
internal sealed class Tally
{
    private long _bytes;
    private long _operations;

    /// <summary>Payload received.</summary>
    public long Bytes => Volatile.Read(ref _bytes);

    /// <summary>Requests answered, or connections served.</summary>
    public long Operations => Volatile.Read(ref _operations);

    /// <summary>Adds; one thread at a time.</summary>
    public void Add(long bytes, long operations)
    {
        Volatile.Write(ref _bytes, _bytes + bytes);
        Volatile.Write(ref _operations, _operations + operations);
    }
}
