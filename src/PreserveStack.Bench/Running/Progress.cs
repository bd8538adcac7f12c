// SPDX-License-Identifier: MIT
namespace PreserveStack.Bench.Running;

/// <summary>What one connection has done since measuring started. Written by it, read by others.</summary>
internal sealed class Progress
{
    private long _done;

    /// <summary>Bytes or operations.</summary>
    public long Done
    {
        get => Volatile.Read(ref _done);
        set => Volatile.Write(ref _done, value);
    }
}
