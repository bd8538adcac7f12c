// SPDX-License-Identifier: MIT
using System.Net;
using System.Net.Sockets;
using Xunit;

namespace PreserveStack.NameSocket.Tests;

public sealed class ListenTests
{
    [Fact]
    public async Task A_port_that_another_listener_has_is_refused()
    {
        await using NameSocketListener first = NameSocketListener.Bind("0");
        string port = first.LocalEndPoint.Port.ToString();
        SocketException refused = Assert.Throws<SocketException>(() => NameSocketListener.Bind(port));
        Assert.Equal(SocketError.AddressAlreadyInUse, refused.SocketErrorCode);
    }

    [Fact]
    public async Task A_listener_that_starts_again_gets_its_port_though_old_connections_linger()
    {
        await using Pair pair = await Pair.CreateAsync();
        IPEndPoint endPoint = pair.Listener.LocalEndPoint;

        // The server closes first, so its end of the connection stays in TIME_WAIT.
        pair.Server.Abort();
        await pair.Listener.DisposeAsync();
        await using NameSocketListener again = NameSocketListener.Bind(endPoint, Pair.Options);
        Assert.Equal(endPoint, again.LocalEndPoint);
    }
}
