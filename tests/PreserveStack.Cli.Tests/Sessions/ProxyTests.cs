// SPDX-License-Identifier: MIT
using System.Net;
using System.Net.Sockets;
using PreserveStack.Cli.Sessions;
using PreserveStack.NameSocket;
using PreserveStack.NameSocket.Connecting;
using Xunit;

namespace PreserveStack.Cli.Tests.Sessions;

/// <summary>Both proxies between a program and its server, over sockets of this host.</summary>
public sealed class ProxyTests : IAsyncLifetime, IDisposable
{
    private const int Connections = 64;
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);

    private readonly CancellationTokenSource _stop = new(TimeSpan.FromMinutes(2));
    private readonly TcpListener _target = new(IPAddress.Loopback, 0);
    private readonly Socket _near = Listening.ForTcp(ListenAddress.Parse("0"));
    private readonly NameSocketListener _far = NameSocketListener.Bind(new IPEndPoint(IPAddress.Loopback, 0), new NameSocketOptions());
    private readonly EventWriter _events = new(TextWriter.Null, asJson: false);
    private Task _proxies = Task.CompletedTask;

    public Task InitializeAsync()
    {
        _target.Start();
        return Task.CompletedTask;
    }

    public async Task DisposeAsync()
    {
        await _stop.CancelAsync();
        await _proxies;
        await _far.DisposeAsync();
    }

    public void Dispose()
    {
        _stop.Dispose();
        _target.Dispose();
        _near.Dispose();
    }

    [Fact]
    public async Task What_the_server_says_after_the_end_of_the_question_arrives_though_the_connection_was_cut()
    {
        byte[] question = Content(3_000_000);
        using var path = new CuttingRelay(FarPort, 1_000_000);
        _proxies = RunAsync(path.Port);
        Task target = EchoAfterTheEndAsync(1);

        Assert.Equal(question, await AskAsync(question));
        Assert.Equal(2, path.Connections);
        await target;
    }

    [Fact]
    public async Task Many_connections_at_once_do_not_mix()
    {
        _proxies = RunAsync(FarPort);
        Task target = EchoAfterTheEndAsync(Connections);
        byte[][] questions = [.. Enumerable.Range(1, Connections).Select(i => Content(10_000 + i))];

        byte[][] answers = await Task.WhenAll(questions.Select(AskAsync));

        Assert.Equal(questions, answers);
        await target;
    }

    [Fact]
    public async Task A_server_that_aborts_is_a_reset_for_the_program()
    {
        _proxies = RunAsync(FarPort);
        using Socket program = await ConnectAsync();
        using (Socket server = await _target.AcceptSocketAsync(_stop.Token))
        {
            server.Close(0);
        }

        var error = await Assert.ThrowsAsync<SocketException>(async () => await program.ReceiveAsync(new byte[1], _stop.Token));

        Assert.Equal(SocketError.ConnectionReset, error.SocketErrorCode);
    }

    private int FarPort => _far.LocalEndPoint.Port;

    private static byte[] Content(int length)
    {
        byte[] content = new byte[length];
        new Random(length).NextBytes(content);
        return content;
    }

    private async Task RunAsync(int port)
    {
        var far = new ProxyServer("127.0.0.1", $"{((IPEndPoint)_target.LocalEndpoint).Port}", new NameConnectorOptions(), _events);
        var near = new ProxyClient("127.0.0.1", $"{port}", new NameSocketOptions(), _events);
        await Task.WhenAll(
            new Server(Connections, Grace).RunAsync(_far.AcceptAsync, far.HandleAsync, _stop.Token),
            new Server(Connections, Grace).RunAsync(stop => near.AcceptAsync(_near, stop), near.HandleAsync, _stop.Token));
    }

    private async Task EchoAfterTheEndAsync(int connections)
    {
        for (int i = 0; i < connections; i++)
        {
            Socket socket = await _target.AcceptSocketAsync(_stop.Token);
            _ = EchoAsync(socket);
        }
    }

    private async Task EchoAsync(Socket socket)
    {
        await using var stream = new NetworkStream(socket, ownsSocket: true);
        var all = new MemoryStream();
        await stream.CopyToAsync(all, _stop.Token);
        await stream.WriteAsync(all.ToArray(), _stop.Token);
    }

    private async Task<Socket> ConnectAsync()
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(_near.LocalEndPoint!, _stop.Token);
        return socket;
    }

    private async Task<byte[]> AskAsync(byte[] question)
    {
        await using var stream = new NetworkStream(await ConnectAsync(), ownsSocket: true);
        await stream.WriteAsync(question, _stop.Token);
        stream.Socket.Shutdown(SocketShutdown.Send);
        var answer = new MemoryStream();
        await stream.CopyToAsync(answer, _stop.Token);
        return answer.ToArray();
    }
}
