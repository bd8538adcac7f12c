// SPDX-License-Identifier: MIT
using Xunit;

namespace PreserveStack.NameSocket.Tests;

public sealed class SegmentChainTests
{
    public static TheoryData<int> Seeds => [.. Enumerable.Range(0, 50)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void What_is_written_into_lent_memory_is_right_whatever_is_released_meanwhile(int seed)
    {
        var random = new Random(seed);
        var chain = new SegmentChain();
        long written = 0;
        for (var step = 0; step < 400; step++)
        {
            var lent = chain.Lend(random.Next(1, 20_000));
            var count = random.Next(1, lent.Length + 1);
            Traffic.Fill(lent.Span[..count], written, seed);
            chain.Release(random.Next(3) == 0 ? chain.Start + random.Next(chain.Length + 1) : chain.End);
            chain.Trim();
            chain.Advance(count);
            written += count;
            for (var position = chain.Start; position < chain.End;)
            {
                foreach (var value in chain.PieceAt(position).Span)
                {
                    Assert.Equal(Traffic.ByteAt(position++, seed), value);
                }
            }
        }

        Assert.Equal(written, chain.End);
    }

    [Fact]
    public void Memory_that_is_still_lent_at_the_end_is_given_to_nobody_else()
    {
        var chain = new SegmentChain();
        var lent = chain.Lend(10);
        chain.Clear();
        for (var i = 0; i < 2000; i++)
        {
            Assert.NotSame(SegmentOf(lent), SegmentPool.Rent().Bytes);
        }
    }

    private static byte[]? SegmentOf(Memory<byte> memory) =>
        System.Runtime.InteropServices.MemoryMarshal.TryGetArray<byte>(memory, out var array) ? array.Array : null;

    [Theory]
    [MemberData(nameof(Seeds))]
    public void It_behaves_like_a_list_of_bytes(int seed)
    {
        var random = new Random(seed);
        var chain = new SegmentChain();
        var model = new List<byte>();
        long start = 0;
        for (var step = 0; step < 400; step++)
        {
            switch (random.Next(6))
            {
                case 0 or 1:
                    var bytes = new byte[random.Next(random.Next(1, 40_000))];
                    random.NextBytes(bytes);
                    chain.Append(bytes);
                    model.AddRange(bytes);
                    break;
                case 2:
                    var wanted = random.Next(1, 20_000);
                    var free = chain.GetFree(wanted);
                    Assert.True(free.Length >= wanted);
                    random.NextBytes(free.Span[..wanted]);
                    model.AddRange(free[..wanted].ToArray());
                    chain.Advance(wanted);
                    break;
                case 3:
                    var released = random.Next(model.Count + 1);
                    chain.Release(start + released);
                    model.RemoveRange(0, released);
                    start += released;
                    break;
                case 4:
                    var target = new byte[random.Next(30_000)];
                    var taken = chain.Take(target);
                    Assert.Equal(Math.Min(target.Length, model.Count), taken);
                    Assert.Equal(model.Take(taken), target.Take(taken));
                    model.RemoveRange(0, taken);
                    start += taken;
                    break;
                default:
                    chain.Trim();
                    break;
            }

            Assert.Equal(start, chain.Start);
            Assert.Equal(model.Count, chain.Length);
            var offset = random.Next(model.Count + 1);
            var piece = chain.PieceAt(start + offset);
            Assert.Equal(offset == model.Count, piece.IsEmpty);
            Assert.True(piece.Span.SequenceEqual(model.GetRange(offset, piece.Length).ToArray()));
        }

        chain.Clear();
        Assert.Equal(0, chain.Length);
    }

    [Fact]
    public void Releasing_what_is_released_already_changes_nothing()
    {
        var chain = new SegmentChain();
        chain.Append(new byte[10]);
        chain.Release(5);
        chain.Release(3);
        Assert.Equal(5, chain.Start);
        Assert.Equal(5, chain.Length);
    }
}
