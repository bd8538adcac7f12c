// SPDX-License-Identifier: MIT
using System.Buffers;
using Xunit;

namespace PreserveStack.NameSocket.Tests;

public sealed class PipeAndStreamTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Pipes_carry_what_is_written_into_the_buffer_itself(int seed)
    {
        const int Length = 300_000;
        var random = new Random(seed);
        await using var pair = await Pair.CreateAsync(Pair.Options with { RetransmissionBuffer = 50_000 });
        var reading = Traffic.ReceiveAsync(pair.Server, 3, new Random(seed));
        var output = pair.Client.AsPipe().Output;
        for (var position = 0; position < Length;)
        {
            var memory = output.GetMemory(random.Next(1, 20_000));
            var count = Math.Min(random.Next(1, memory.Length + 1), Length - position);
            Traffic.Fill(memory.Span[..count], position, 3);
            output.Advance(count);
            position += count;
            if (random.Next(3) > 0)
            {
                await output.FlushAsync().AsTask().WaitAsync(Pair.Patience);
            }

            if (random.Next(10) == 0)
            {
                pair.Proxy.Break(Breakage.Reset);
            }
        }

        await output.FlushAsync().AsTask().WaitAsync(Pair.Patience);
        await output.CompleteAsync();
        Assert.Equal(Length, await reading.WaitAsync(Pair.Patience));
    }

    [Fact]
    public async Task What_the_peer_confirms_while_the_buffer_is_written_does_not_move_it()
    {
        await using var pair = await Pair.CreateAsync();
        await pair.Client.WriteAsync("before"u8.ToArray());
        var output = pair.Client.AsPipe().Output;
        var memory = output.GetMemory(5);
        Assert.Equal(6, await pair.Server.ReadAsync(new byte[100]).AsTask().WaitAsync(Pair.Patience));
        await Pair.EventuallyAsync(() => pair.Client.UnconfirmedBytes == 0);
        "after"u8.CopyTo(memory.Span);
        output.Advance(5);
        await output.FlushAsync().AsTask().WaitAsync(Pair.Patience);
        var received = new byte[100];
        Assert.Equal(5, await pair.Server.ReadAsync(received).AsTask().WaitAsync(Pair.Patience));
        Assert.Equal("after"u8.ToArray(), received[..5]);
    }

    [Fact]
    public async Task A_flush_that_waits_can_be_cancelled()
    {
        await using var pair = await Pair.CreateAsync(Pair.Options with { RetransmissionBuffer = 1000 });
        var output = pair.Client.AsPipe().Output;
        await pair.Client.WriteAsync(new byte[1000]);
        output.GetSpan(10);
        output.Advance(10);
        var flush = output.FlushAsync().AsTask();
        output.CancelPendingFlush();
        Assert.True((await flush.WaitAsync(Pair.Patience)).IsCanceled);
    }

    [Fact]
    public async Task Streams_copy_from_end_to_end()
    {
        await using var pair = await Pair.CreateAsync();
        var bytes = new byte[100_000];
        Traffic.Fill(bytes, 0, 4);
        var input = pair.Server.AsPipe().Input;
        await using (var stream = pair.Client.GetStream())
        {
            var writing = stream.WriteAsync(bytes).AsTask();
            var result = await input.ReadAtLeastAsync(bytes.Length).AsTask().WaitAsync(Pair.Patience);
            Assert.Equal(bytes, result.Buffer.ToArray());
            input.AdvanceTo(result.Buffer.End);
            await writing;
            Assert.False(stream.CanSeek);
        }

        Assert.True((await input.ReadAsync().AsTask().WaitAsync(Pair.Patience)).IsCompleted);
    }
}
