// SPDX-License-Identifier: MIT
using System.Net.Sockets;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace PreserveStack.Lab.Machines;

/// <summary>Talks to a running QEMU over its control socket.</summary>
internal sealed class QmpClient : IDisposable
{
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(5);

    private readonly NetworkStream _stream;
    private readonly StreamReader _reader;

    private QmpClient(Socket socket)
    {
        _stream = new NetworkStream(socket, ownsSocket: true);
        _reader = new StreamReader(_stream);
    }

    /// <summary>Connects to a QEMU that is just starting.</summary>
    /// <param name="path">Its socket.</param>
    /// <param name="ended">Completes when QEMU ends.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <exception cref="MachineException">It ended instead.</exception>
    public static async Task<QmpClient> ConnectAsync(string path, Task ended, CancellationToken cancellationToken)
    {
        while (!ended.IsCompleted)
        {
            var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            try
            {
                await socket.ConnectAsync(new UnixDomainSocketEndPoint(path), cancellationToken).ConfigureAwait(false);
                var client = new QmpClient(socket);
                await client.ReadAsync(cancellationToken).ConfigureAwait(false);
                await client.ExecuteAsync("qmp_capabilities", null, cancellationToken).ConfigureAwait(false);
                return client;
            }
            catch (SocketException)
            {
                socket.Dispose();
                await Task.WhenAny(ended, Task.Delay(Poll, cancellationToken)).ConfigureAwait(false);
            }
        }

        throw new MachineException("QEMU ended before it could be controlled");
    }

    /// <summary>Runs a command and returns what it returned.</summary>
    /// <exception cref="MachineException">QEMU refused, or ended.</exception>
    public async Task<JsonNode?> ExecuteAsync(string command, JsonObject? arguments, CancellationToken cancellationToken)
    {
        var request = new JsonObject { ["execute"] = command };
        if (arguments is not null)
        {
            request["arguments"] = arguments;
        }

        await _stream.WriteAsync(JsonSerializer.SerializeToUtf8Bytes<JsonNode>(request), cancellationToken).ConfigureAwait(false);
        while (true)
        {
            JsonObject answer = await ReadAsync(cancellationToken).ConfigureAwait(false);
            if (answer["error"] is { } error)
            {
                throw new MachineException($"QEMU refused {command}: {error["desc"]}");
            }

            if (answer.TryGetPropertyValue("return", out JsonNode? value))
            {
                return value;
            }
        }
    }

    /// <summary>Runs a query until its answer is the wanted one.</summary>
    public async Task WaitAsync(string query, Func<JsonNode?, bool> wanted, CancellationToken cancellationToken)
    {
        while (!wanted(await ExecuteAsync(query, null, cancellationToken).ConfigureAwait(false)))
        {
            await Task.Delay(Poll, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _reader.Dispose();
        _stream.Dispose();
    }

    private async Task<JsonObject> ReadAsync(CancellationToken cancellationToken)
    {
        string line = await _reader.ReadLineAsync(cancellationToken).ConfigureAwait(false)
            ?? throw new MachineException("QEMU ended while it was controlled");
        return JsonNode.Parse(line)!.AsObject();
    }
}
