// SPDX-License-Identifier: MIT
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Xunit;

namespace PreserveStack.Bench.Tests;

/// <summary>What a server does with clients that say what they should not.</summary>
public sealed class ControlTests
{
    private const string Hello = """{"ask":"hello","version":1}""";

    [Theory]
    [InlineData("GET / HTTP/1.1\r")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("""{"ask":"explode"}""")]
    [InlineData("""{"ask":3}""")]
    [InlineData("\0\u0001\u0002")]
    public async Task Nonsense_is_refused_and_the_connection_closed(string line) => Assert.Contains("control message", await LastErrorAsync(line));

    [Fact]
    public async Task A_line_without_end_is_refused() => Assert.Contains("control message", await LastErrorAsync(new string('x', 20_000)));

    [Theory]
    [InlineData("""{"ask":"sample"}""", "hello")]
    [InlineData("""{"ask":"hello","version":9}""", "version 1")]
    [InlineData("""{"ask":"hello"}""", "version 1")]
    public async Task The_first_word_has_to_be_hello(string line, string reason) => Assert.Contains(reason, await LastErrorAsync(line));

    [Theory]
    [InlineData("""{"ask":"sample"}""", "now")]
    [InlineData("""{"ask":"finish"}""", "now")]
    [InlineData("""{"ask":"start"}""", "now")]
    [InlineData("""{"ask":"hello","version":1}""", "now")]
    [InlineData("""{"ask":"start","test":{"size":0,"connections":1}}""", "size")]
    [InlineData("""{"ask":"start","test":{"size":99999999,"connections":1}}""", "size")]
    [InlineData("""{"ask":"start","test":{"size":1,"connections":0}}""", "at least 1")]
    [InlineData("""{"ask":"start","test":{"size":1,"connections":1000000}}""", "at most 1024")]
    [InlineData("""{"ask":"start","test":{"size":16000000,"connections":1000}}""", "buffers")]
    [InlineData("""{"ask":"start","test":{"test":"latency","size":1,"connections":1,"reverse":true}}""", "reversed")]
    [InlineData("""{"ask":"start","test":{"size":1,"connections":1,"retransmission_buffer":-1}}""", "retransmission")]
    public async Task After_it_only_what_makes_sense_is_done(string line, string reason) => Assert.Contains(reason, await LastErrorAsync(Hello, line));

    [Fact]
    public async Task More_clients_than_allowed_are_turned_away()
    {
        await using var server = new RunningServer(new BenchServerOptions { MaxClients = 1 });
        using Socket first = await ConnectAsync(server);
        await AskAsync(first, Hello);
        using Socket second = await ConnectAsync(server);
        Assert.Contains("try later", Error(await ReadLineAsync(second)));
        Assert.Equal(0, await second.ReceiveAsync(new byte[1]));
    }

    [Fact]
    public async Task A_client_that_leaves_takes_its_test_with_it()
    {
        await using var server = new RunningServer();
        int port;
        using (Socket client = await ConnectAsync(server))
        {
            await AskAsync(client, Hello);
            port = JsonDocument.Parse(await AskAsync(client, """{"ask":"start","test":{"size":1,"connections":1}}""")).RootElement.GetProperty("port").GetInt32();
            using var data = new Socket(AddressFamily.InterNetworkV6, SocketType.Stream, ProtocolType.Tcp);
            await data.ConnectAsync(IPAddress.IPv6Loopback, port);
            client.Close();
            Assert.Equal(0, await EndOfAsync(data));
        }
    }

    [Fact]
    public async Task Connections_from_elsewhere_are_closed()
    {
        BenchServer server = BenchServer.Bind(new BenchServerOptions { Address = IPAddress.Loopback, Port = 0 });
        using var stop = new CancellationTokenSource();
        Task serving = server.ServeAsync(null, stop.Token);
        using (var client = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp))
        {
            await client.ConnectAsync(server.LocalEndPoint);
            await AskAsync(client, Hello);
            int port = JsonDocument.Parse(await AskAsync(client, """{"ask":"start","test":{"size":1,"connections":1}}""")).RootElement.GetProperty("port").GetInt32();
            using var stranger = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            stranger.Bind(new IPEndPoint(IPAddress.Parse("127.0.0.2"), 0));
            Assert.Equal(0, await EndOfAsync(stranger, new IPEndPoint(IPAddress.Loopback, port)));
            Assert.Contains("\"bytes\":0", await AskAsync(client, """{"ask":"sample"}"""));
        }

        await stop.CancelAsync();
        await serving;
        await server.DisposeAsync();
    }

    private static async Task<string> LastErrorAsync(params string[] lines)
    {
        await using var server = new RunningServer();
        using Socket client = await ConnectAsync(server);
        string answer = "";
        foreach (string line in lines)
        {
            answer = await AskAsync(client, line);
        }

        Assert.Equal(0, await EndOfAsync(client));
        return Error(answer);
    }

    private static string Error(string line) => JsonDocument.Parse(line).RootElement.GetProperty("error").GetString()!;

    private static async Task<Socket> ConnectAsync(RunningServer server)
    {
        var socket = new Socket(AddressFamily.InterNetworkV6, SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(IPAddress.IPv6Loopback, server.Port);
        return socket;
    }

    private static async Task<string> AskAsync(Socket socket, string line)
    {
        await socket.SendAsync(Encoding.UTF8.GetBytes(line + "\n"));
        return await ReadLineAsync(socket);
    }

    private static async Task<string> ReadLineAsync(Socket socket)
    {
        var line = new MemoryStream();
        byte[] one = new byte[1];
        while (await socket.ReceiveAsync(one) == 1 && one[0] != '\n')
        {
            line.WriteByte(one[0]);
        }

        return Encoding.UTF8.GetString(line.ToArray());
    }

    /// <returns>0 at the end, however it came.</returns>
    // A reset may come while the connection is still being made.
    private static async Task<int> EndOfAsync(Socket socket, IPEndPoint? peer = null)
    {
        try
        {
            if (peer is not null)
            {
                await socket.ConnectAsync(peer);
            }

            return await socket.ReceiveAsync(new byte[1]);
        }
        catch (SocketException exception) when (exception.SocketErrorCode == SocketError.ConnectionReset)
        {
            return 0;
        }
    }
}
