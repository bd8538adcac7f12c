// SPDX-License-Identifier: MIT
using System.Buffers;
using System.IO.Pipelines;
using System.Net.Sockets;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace PreserveStack.Bench.Control;

/// <summary>Lines of JSON over one TCP connection, of bounded length.</summary>
internal sealed class ControlChannel : IAsyncDisposable
{
    private const byte NewLine = (byte)'\n';

    private readonly NetworkStream _stream;
    private readonly PipeReader _reader;
    private readonly int _longest;

    /// <param name="socket">The connection; the channel owns it.</param>
    /// <param name="longest">Bytes of the longest line to take.</param>
    public ControlChannel(Socket socket, int longest)
    {
        _longest = longest;
        socket.NoDelay = true;
        socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, true);
        _stream = new NetworkStream(socket, ownsSocket: true);
        _reader = PipeReader.Create(_stream);
    }

    /// <summary>Sends a line.</summary>
    public async ValueTask WriteAsync<T>(T message, JsonTypeInfo<T> type, CancellationToken cancellationToken)
    {
        byte[] line = [.. JsonSerializer.SerializeToUtf8Bytes(message, type), NewLine];
        await _stream.WriteAsync(line, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Takes a line.</summary>
    /// <returns>Null at the end of the stream.</returns>
    /// <exception cref="JsonException">It is not such a message.</exception>
    /// <exception cref="InvalidDataException">It is too long.</exception>
    public async ValueTask<T?> ReadAsync<T>(JsonTypeInfo<T> type, CancellationToken cancellationToken)
        where T : class
    {
        while (true)
        {
            ReadResult result = await _reader.ReadAsync(cancellationToken).ConfigureAwait(false);
            if (result.Buffer.PositionOf(NewLine) is { } end)
            {
                T? message = Parse(result.Buffer.Slice(0, end), type);
                _reader.AdvanceTo(result.Buffer.GetPosition(1, end));
                return message;
            }

            if (result.Buffer.Length > _longest)
            {
                throw new InvalidDataException($"a line of more than {_longest} bytes");
            }

            _reader.AdvanceTo(result.Buffer.Start, result.Buffer.End);
            if (result.IsCompleted)
            {
                return null;
            }
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _reader.CompleteAsync().ConfigureAwait(false);
        await _stream.DisposeAsync().ConfigureAwait(false);
    }

    private T Parse<T>(ReadOnlySequence<byte> line, JsonTypeInfo<T> type)
        where T : class
    {
        if (line.Length > _longest)
        {
            throw new InvalidDataException($"a line of more than {_longest} bytes");
        }

        var reader = new Utf8JsonReader(line);
        return JsonSerializer.Deserialize(ref reader, type) ?? throw new JsonException("the line says null");
    }
}
