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

    [Fact]
    public async Task Both_ends_of_a_connection_have_the_sessions_settings()
    {
        const int UserTimeout = 18;
        await using Pair pair = await Pair.CreateAsync();
        foreach (NameSocket end in new[] { pair.Client, pair.Server })
        {
            Socket socket = end.Session.Current!.Socket;
            byte[] milliseconds = new byte[4];
            socket.GetRawSocketOption((int)ProtocolType.Tcp, UserTimeout, milliseconds);
            Assert.True(socket.NoDelay);
            Assert.Equal((int)Pair.Options.TcpUserTimeout.TotalMilliseconds, BitConverter.ToInt32(milliseconds));
        }
    }
}
