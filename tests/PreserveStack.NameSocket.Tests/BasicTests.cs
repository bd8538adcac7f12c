// SPDX-License-Identifier: MIT
using Xunit;

namespace PreserveStack.NameSocket.Tests;

public sealed class BasicTests
{
    [Fact]
    public async Task Bytes_go_both_ways()
    {
        await using var pair = await Pair.CreateAsync();
        await pair.Client.WriteAsync("helo"u8.ToArray());
        var buffer = new byte[100];
        Assert.Equal(4, await pair.Server.ReadAsync(buffer).AsTask().WaitAsync(Pair.Patience));
        await pair.Server.WriteAsync(buffer.AsMemory(0, 4));
        Assert.Equal(4, await pair.Client.ReadAsync(buffer).AsTask().WaitAsync(Pair.Patience));
        Assert.Equal(2, pair.Client.Version);
        Assert.Equal(pair.Client.SessionId, pair.Server.SessionId);
    }

    [Fact]
    public async Task One_direction_can_end_while_the_other_goes_on()
    {
        await using var pair = await Pair.CreateAsync();
        pair.Client.ShutdownSend();
        var buffer = new byte[100];
        Assert.Equal(0, await pair.Server.ReadAsync(buffer).AsTask().WaitAsync(Pair.Patience));
        pair.Proxy.Break(Breakage.Reset);
        await pair.Server.WriteAsync("still here"u8.ToArray());
        Assert.Equal(10, await pair.Client.ReadAsync(buffer).AsTask().WaitAsync(Pair.Patience));
        Assert.Equal(0, await pair.Server.ReadAsync(buffer).AsTask().WaitAsync(Pair.Patience));
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await pair.Client.WriteAsync(buffer));
    }

    [Fact]
    public async Task Close_waits_until_the_peer_has_read_everything()
    {
        await using var pair = await Pair.CreateAsync();
        await pair.Client.WriteAsync(new byte[10_000]);
        var closed = pair.Client.CloseAsync();
        Assert.Equal(10_000, await DrainAsync(pair.Server));
        await closed.WaitAsync(Pair.Patience);
        await pair.Server.CloseAsync().WaitAsync(Pair.Patience);
        await Pair.EventuallyAsync(() => pair.Client.State == NameSocketState.Closed && pair.Server.State == NameSocketState.Closed);
        await Pair.EventuallyAsync(() => pair.Listener.SessionCount == 0);

        static async Task<int> DrainAsync(NameSocket socket)
        {
            var buffer = new byte[3000];
            var total = 0;
            int count;
            while ((count = await socket.ReadAsync(buffer)) > 0)
            {
                total += count;
            }

            return total;
        }
    }
}
