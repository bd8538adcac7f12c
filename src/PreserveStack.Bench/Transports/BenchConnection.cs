// SPDX-License-Identifier: MIT
using System.Net;

namespace PreserveStack.Bench.Transports;

/// <summary>A connection of any transport.</summary>
internal abstract class BenchConnection : IAsyncDisposable
{
    /// <summary>Its bytes, both ways. Writes hold nothing back.</summary>
    public abstract Stream Stream { get; }

    /// <summary>The other end's address.</summary>
    public abstract IPAddress? Peer { get; }

    /// <summary>Ends the sending direction.</summary>
    public abstract void ShutdownSend();

    /// <summary>Closes in an orderly way: what was written arrives.</summary>
    public abstract ValueTask CloseAsync();

    /// <summary>Gives it up at once; what is on the way may be lost.</summary>
    public abstract void Abort();

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        Abort();
        return ValueTask.CompletedTask;
    }
}
