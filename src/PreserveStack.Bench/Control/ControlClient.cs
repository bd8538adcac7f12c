// SPDX-License-Identifier: MIT
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using PreserveStack.Bench.Environments;
using PreserveStack.Bench.Measuring;
using PreserveStack.Bench.Results;

namespace PreserveStack.Bench.Control;

/// <summary>The client's end of the control connection.</summary>
internal sealed class ControlClient : IAsyncDisposable
{
    private const int LongestReply = 1024 * 1024;

    private readonly ControlChannel _channel;

    private BenchEnvironment? _serverEnvironment;

    private ControlClient(Socket socket)
    {
        Local = ((IPEndPoint)socket.LocalEndPoint!).Address;
        Server = ((IPEndPoint)socket.RemoteEndPoint!).Address;
        _channel = new ControlChannel(socket, LongestReply);
    }

    /// <summary>This host's address.</summary>
    public IPAddress Local { get; }

    /// <summary>The server's address: that of all connections that follow.</summary>
    public IPAddress Server { get; }

    /// <summary>What the server says about itself.</summary>
    public BenchEnvironment ServerEnvironment => _serverEnvironment ?? throw Stranger(null);

    /// <summary>Connects, to the first address of the name that answers.</summary>
    /// <exception cref="BenchException">Nobody answers, or not such a server.</exception>
    public static async Task<ControlClient> ConnectAsync(string host, int port, CancellationToken cancellationToken)
    {
        ControlClient client = await DialAsync(host, port, cancellationToken).ConfigureAwait(false);
        try
        {
            ControlReply hello = await client.AskAsync(
                new ControlRequest(ControlVerb.Hello, ControlRequest.CurrentVersion), cancellationToken).ConfigureAwait(false);
            client._serverEnvironment = hello.Environment ?? throw Stranger(null);
            return client;
        }
        catch
        {
            await client.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Has a test started.</summary>
    /// <returns>The port to connect to.</returns>
    public async Task<int> StartAsync(TestRequest test, CancellationToken cancellationToken) =>
        (await AskAsync(new ControlRequest(ControlVerb.Start, Test: test), cancellationToken).ConfigureAwait(false)).Port ?? throw Stranger(null);

    /// <summary>Asks how far the server is.</summary>
    public async Task<EndSample> SampleAsync(CancellationToken cancellationToken) =>
        (await AskAsync(new ControlRequest(ControlVerb.Sample), cancellationToken).ConfigureAwait(false)).Sample ?? throw Stranger(null);

    /// <summary>Ends the test.</summary>
    public Task FinishAsync(CancellationToken cancellationToken) => AskAsync(new ControlRequest(ControlVerb.Finish), cancellationToken);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _channel.DisposeAsync();

    private static async Task<ControlClient> DialAsync(string host, int port, CancellationToken cancellationToken)
    {
        IPAddress[] addresses;
        try
        {
            addresses = await Dns.GetHostAddressesAsync(host, cancellationToken).ConfigureAwait(false);
        }
        catch (SocketException exception)
        {
            throw new BenchException($"the name {host} is not known: {exception.Message}", exception);
        }

        SocketException? last = null;
        foreach (IPAddress address in addresses)
        {
            var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
            try
            {
                await socket.ConnectAsync(new IPEndPoint(address, port), cancellationToken).ConfigureAwait(false);
                return new ControlClient(socket);
            }
            catch (SocketException exception)
            {
                last = exception;
                socket.Dispose();
            }
            catch
            {
                socket.Dispose();
                throw;
            }
        }

        throw new BenchException($"no answer from {host}, port {port}: {last?.Message}. Is 'preserve bench server' running there?", last);
    }

    private async Task<ControlReply> AskAsync(ControlRequest request, CancellationToken cancellationToken)
    {
        ControlReply? reply;
        try
        {
            await _channel.WriteAsync(request, BenchJson.Default.ControlRequest, cancellationToken).ConfigureAwait(false);
            reply = await _channel.ReadAsync(BenchJson.Default.ControlReply, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is JsonException or InvalidDataException)
        {
            throw Stranger(exception);
        }
        catch (IOException exception)
        {
            throw new BenchException($"the server left: {exception.Message}", exception);
        }

        return reply switch
        {
            null => throw new BenchException("the server closed the control connection"),
            { Error: { } error } => throw new BenchException($"the server refuses: {error}"),
            _ => reply,
        };
    }

    private static BenchException Stranger(Exception? inner) => new("what answers there is no 'preserve bench server'", inner);
}
