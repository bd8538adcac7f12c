// SPDX-License-Identifier: MIT
using PreserveStack.Bench.Transports;

namespace PreserveStack.Bench.Running;

/// <summary>A load that has one connection for all of it.</summary>
internal abstract class StreamLoad(BenchPlan plan, int size, PatientDialer dialer) : Load
{
    private BenchConnection? _connection;

    /// <summary>Whether to block in calls.</summary>
    protected bool IsBlocking { get; } = plan.Calls == SocketCalls.Blocking;

    /// <summary>Bytes of a write or request. What they are does not matter to any transport.</summary>
    protected byte[] Buffer { get; } = new byte[size];

    /// <summary>The connection, once it is open.</summary>
    protected BenchConnection Connection => _connection ?? throw new InvalidOperationException("the connection is not open");

    /// <inheritdoc/>
    public override async ValueTask OpenAsync(CancellationToken cancellationToken) =>
        _connection = await dialer.ConnectAsync(cancellationToken).ConfigureAwait(false);

    /// <inheritdoc/>
    public override void Abort() => _connection?.Abort();

    /// <summary>Writes a part of the buffer.</summary>
    protected ValueTask WriteAsync(int count, CancellationToken cancellationToken)
    {
        if (!IsBlocking)
        {
            return Connection.Stream.WriteAsync(Buffer.AsMemory(0, count), cancellationToken);
        }

        Connection.Stream.Write(Buffer, 0, count);
        return ValueTask.CompletedTask;
    }

    /// <summary>Reads into the buffer.</summary>
    protected ValueTask<int> ReadAsync(int offset, CancellationToken cancellationToken) => IsBlocking
        ? ValueTask.FromResult(Connection.Stream.Read(Buffer, offset, Buffer.Length - offset))
        : Connection.Stream.ReadAsync(Buffer.AsMemory(offset), cancellationToken);

    /// <summary>Ends the sending direction, waits for the other's end, closes.</summary>
    protected async Task EndAsync(CancellationToken cancellationToken)
    {
        Connection.ShutdownSend();
        while (await ReadAsync(0, cancellationToken).ConfigureAwait(false) > 0)
        {
        }

        await Connection.CloseAsync().ConfigureAwait(false);
    }
}
