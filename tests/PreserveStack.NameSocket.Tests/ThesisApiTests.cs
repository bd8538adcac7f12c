// SPDX-License-Identifier: MIT
using Xunit;

namespace PreserveStack.NameSocket.Tests;

public sealed class ThesisApiTests
{
    private static readonly TimeSpan Forever = Pair.Patience;

    [Fact]
    public async Task The_nine_calls_do_what_the_thesis_says() => await Task.Run(() =>
    {
        var server = ThesisApi.nsocket(0);
        Assert.Equal(0, ThesisApi.nlisten(server, "0", 5));
        var port = ThesisApi.nport(server).ToString(System.Globalization.CultureInfo.InvariantCulture);
        var client = ThesisApi.nsocket(0);
        Assert.NotEqual(server, client);
        List<int> ready = [server];
        Assert.Equal(0, ThesisApi.nselect(ready, null, null, TimeSpan.Zero));
        Assert.Empty(ready);

        Assert.Equal(0, ThesisApi.nconnect(client, "localhost", port));
        ready = [server];
        Assert.Equal(1, ThesisApi.nselect(ready, null, null, Forever));
        var accepted = ThesisApi.naccept(server);

        ready = [accepted];
        List<int> writable = [accepted, client];
        Assert.Equal(2, ThesisApi.nselect(ready, writable, null, Forever));
        Assert.Empty(ready);
        Assert.Equal(5, ThesisApi.nsend(client, "helo\n"u8.ToArray(), 5, 0));
        ready = [accepted, client];
        Assert.Equal(1, ThesisApi.nselect(ready, null, [client], Forever));
        Assert.Equal([accepted], ready);
        var buffer = new byte[10];
        Assert.Equal(5, ThesisApi.nrecv(accepted, buffer, 10, 0));

        Assert.Equal(0, ThesisApi.nshutdown(client, 1));
        Assert.Equal(-1, ThesisApi.nsend(client, buffer, 1, 0));
        Assert.IsType<InvalidOperationException>(ThesisApi.LastError);
        ready = [accepted];
        Assert.Equal(1, ThesisApi.nselect(ready, null, null, Forever));
        Assert.Equal(0, ThesisApi.nrecv(accepted, buffer, 10, 0));
        Assert.Equal(3, ThesisApi.nsend(accepted, buffer, 3, 0));
        Assert.Equal(3, ThesisApi.nrecv(client, buffer, 10, 0));

        Assert.Equal(0, ThesisApi.nclose(accepted));
        Assert.Equal(0, ThesisApi.nclose(client));
        Assert.Equal(0, ThesisApi.nclose(server));
        Assert.Equal(-1, ThesisApi.nclose(server));
    }).WaitAsync(Pair.Patience);

    [Fact]
    public void What_is_not_connected_cannot_send()
    {
        var fresh = ThesisApi.nsocket(0);
        Assert.Equal(-1, ThesisApi.nsend(fresh, [1], 1, 0));
        Assert.Equal(-1, ThesisApi.naccept(fresh));
        Assert.Equal(-1, ThesisApi.nsocket(1));
        Assert.Equal(0, ThesisApi.nclose(fresh));
    }
}
