// SPDX-License-Identifier: MIT
using System.Net;
using System.Net.Sockets;
using PreserveStack.Bench.Measuring;
using PreserveStack.Bench.Serving;

namespace PreserveStack.Bench;

/// <summary>
/// Serves the tests of clients, whichever they ask for. A test listens on a port of its own while it runs, takes connections from its
/// client's addresses only, and all that it uses is bounded.
/// </summary>
public sealed class BenchServer : IAsyncDisposable
{
    private readonly BenchServerOptions _options;
    private readonly Socket _socket;
    private readonly InstructionCounter _instructions = new();
    private readonly ServerLoad _load = new();

    private BenchServer(BenchServerOptions options, Socket socket)
    {
        _options = options;
        _socket = socket;
        LocalEndPoint = (IPEndPoint)socket.LocalEndPoint!;
    }

    /// <summary>Where control connections are taken.</summary>
    public IPEndPoint LocalEndPoint { get; }

    /// <summary>Starts to listen.</summary>
    /// <param name="options">Settings; null for the defaults.</param>
    /// <exception cref="SocketException">The port is in use, or may not be used, or the address is not one of this host.</exception>
    public static BenchServer Bind(BenchServerOptions? options = null)
    {
        options ??= new BenchServerOptions();
        IPAddress address = options.Address ?? (Socket.OSSupportsIPv6 ? IPAddress.IPv6Any : IPAddress.Any);
        var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            if (options.Address is null && address.AddressFamily == AddressFamily.InterNetworkV6)
            {
                socket.DualMode = true;
            }

            socket.Bind(new IPEndPoint(address, options.Port));
            socket.Listen(options.MaxClients);
            return new BenchServer(options, socket);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>Serves until it is told to stop.</summary>
    /// <param name="report">Told in a line what happens, from any thread; null for nobody.</param>
    /// <param name="cancellationToken">Ends it, and the tests that run.</param>
    public async Task ServeAsync(Action<string>? report, CancellationToken cancellationToken)
    {
        var meter = new ProcessMeter(_instructions);
        var clients = new List<Task>();
        try
        {
            while (true)
            {
                Socket socket = await _socket.AcceptAsync(cancellationToken).ConfigureAwait(false);
                clients.RemoveAll(client => client.IsCompleted);
                var session = new ControlSession(socket, _options, meter, _load, _instructions.Description, report);
                clients.Add(clients.Count < _options.MaxClients
                    ? session.ServeAsync(cancellationToken)
                    : session.RefuseAsync($"{_options.MaxClients} clients are being served: try later", cancellationToken));
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // This is how a server ends.
        }

        await Task.WhenAll(clients).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        _socket.Dispose();
        _instructions.Dispose();
        return ValueTask.CompletedTask;
    }
}
