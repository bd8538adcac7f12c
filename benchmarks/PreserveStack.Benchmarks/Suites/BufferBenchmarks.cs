// SPDX-License-Identifier: MIT
using BenchmarkDotNet.Attributes;
using PreserveStack.NameSocket;

namespace PreserveStack.Benchmarks.Suites;

/// <summary>The retransmission buffer at work: a piece is written, and sent; one written a while ago is confirmed.</summary>
[MemoryDiagnoser]
public class BufferBenchmarks
{
    private const int Unconfirmed = 256 * 1024;
    private readonly SegmentChain _chain = new();
    private byte[] _piece = [];

    /// <summary>Bytes per write.</summary>
    [Params(512, 8192, 65536)]
    public int Size { get; set; }

    /// <summary>Fills the buffer.</summary>
    [GlobalSetup]
    public void SetUp()
    {
        _piece = new byte[Size];
        while (_chain.Length < Unconfirmed)
        {
            _chain.Append(_piece);
        }
    }

    /// <summary>One piece more, one piece less.</summary>
    [Benchmark]
    public int AppendReadRelease()
    {
        long position = _chain.End;
        _chain.Append(_piece);
        int read = 0;
        while (position < _chain.End)
        {
            int count = _chain.PieceAt(position).Length;
            position += count;
            read += count;
        }

        _chain.Release(_chain.Start + Size);
        return read;
    }
}
