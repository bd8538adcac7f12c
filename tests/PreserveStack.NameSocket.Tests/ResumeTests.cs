// SPDX-License-Identifier: MIT
using Xunit;

namespace PreserveStack.NameSocket.Tests;

public sealed class ResumeTests
{
    private const int Length = 300_000;

    public static TheoryData<int> Seeds => [.. Enumerable.Range(0, 100)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task No_byte_is_lost_or_doubled_whenever_and_however_connections_break(int seed)
    {
        var random = new Random(seed);
        var options = Pair.Options with { SilenceFloor = TimeSpan.FromMilliseconds(60) };
        await using var pair = await Pair.CreateAsync(options);
        using var timeout = new CancellationTokenSource(Pair.Patience);
        var cuts = Enumerable.Range(0, 3).Select(_ => (long)random.Next(2 * Length)).Order().ToList();
        var moved = new long[2];
        var gate = new Lock();
        void OnProgress(int direction, long position)
        {
            lock (gate)
            {
                moved[direction] = position;
                if (cuts.Count > 0 && moved[0] + moved[1] >= cuts[0])
                {
                    cuts.RemoveAt(0);
                    pair.Proxy.Break((Breakage)random.Next(3));
                }
            }
        }

        var sends = new[]
        {
            Traffic.SendAsync(pair.Client, Length, 1, new Random(seed + 1), ct: timeout.Token),
            Traffic.SendAsync(pair.Server, Length, 2, new Random(seed + 2), ct: timeout.Token),
        };
        var atServer = Traffic.ReceiveAsync(pair.Server, 1, new Random(seed + 3), p => OnProgress(0, p), timeout.Token);
        var atClient = Traffic.ReceiveAsync(pair.Client, 2, new Random(seed + 4), p => OnProgress(1, p), timeout.Token);
        await Task.WhenAll(sends);
        Assert.Equal(Length, await atServer);
        Assert.Equal(Length, await atClient);
        await pair.Client.CloseAsync(timeout.Token);
        await pair.Server.CloseAsync(timeout.Token);
    }
}
