// SPDX-License-Identifier: MIT
using System.Net;
using System.Net.Sockets;
using PreserveStack.NameSocket.Connecting;
using Xunit;

namespace PreserveStack.NameSocket.Tests.Connecting;

public sealed class RealSocketTests
{
    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("::ffff:127.0.0.1")]
    [InlineData("localhost")]
    public async Task A_listener_is_reached_by_name_and_by_address(string host)
    {
        using Socket listener = Listen();
        using Socket socket = await new NameConnector(new()).ConnectAsync(host, Port(listener), default);
        using Socket accepted = await listener.AcceptAsync();
        Assert.Equal(accepted.RemoteEndPoint, socket.LocalEndPoint);
    }

    [Fact]
    public async Task Sockets_are_configured_before_they_connect()
    {
        using Socket listener = Listen();
        var options = new NameConnectorOptions
        {
            ConfigureSocket = (socket, endPoint) =>
            {
                Assert.Equal(listener.LocalEndPoint, endPoint);
                socket.NoDelay = true;
                socket.Bind(new IPEndPoint(IPAddress.Parse("127.0.0.2"), 0));
            },
        };
        using Socket socket = await new NameConnector(options).ConnectAsync("127.0.0.1", Port(listener), default);
        Assert.True(socket.NoDelay);
        Assert.Equal(IPAddress.Parse("127.0.0.2"), ((IPEndPoint)socket.LocalEndPoint!).Address);
    }

    [Fact]
    public async Task What_the_configuration_throws_is_why_the_attempt_failed()
    {
        var options = new NameConnectorOptions { ConfigureSocket = (_, _) => throw new InvalidOperationException("not today") };
        var exception = await Assert.ThrowsAsync<NameConnectException>(
            () => new NameConnector(options).ConnectAsync("127.0.0.1", "1", default));
        Assert.Contains("127.0.0.1:1: not today", exception.Message);
    }

    [Fact]
    public async Task A_refusal_is_told()
    {
        // Bound but not listening: nobody else can take the port meanwhile.
        using var closed = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        closed.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        var exception = await Assert.ThrowsAsync<NameConnectException>(
            () => new NameConnector(new()).ConnectAsync("127.0.0.1", Port(closed), default));
        Assert.Contains($"{closed.LocalEndPoint}: Connection refused", exception.Message);
    }

    [Fact]
    public async Task A_known_endpoint_serves_where_the_name_does_not_exist()
    {
        using Socket listener = Listen();
        using Socket socket = await new NameConnector(new()).ConnectAsync(
            new string('x', 300), Port(listener), [(IPEndPoint)listener.LocalEndPoint!], default);
        Assert.Equal(listener.LocalEndPoint, socket.RemoteEndPoint);
    }

    [Fact]
    public async Task A_name_too_long_to_exist_does_not()
    {
        var exception = await Assert.ThrowsAsync<NameConnectException>(
            () => new NameConnector(new()).ConnectAsync(new string('x', 300), "80", default));
        Assert.Equal(NameConnectFailure.NameNotFound, exception.Failure);
    }

    private static Socket Listen()
    {
        var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen();
        return listener;
    }

    private static string Port(Socket socket) => ((IPEndPoint)socket.LocalEndPoint!).Port.ToString();
}
