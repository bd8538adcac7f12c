// SPDX-License-Identifier: MIT
namespace PreserveStack.Bench.Serving;

/// <summary>How many tests run at a time: with more than one, processor time cannot be told apart.</summary>
internal sealed class ServerLoad
{
    private int _tests;
    private int _started;

    /// <summary>A number that changes when a test starts.</summary>
    public int Started => Volatile.Read(ref _started);

    /// <summary>Tests that run now.</summary>
    public int Tests => Volatile.Read(ref _tests);

    /// <summary>A test starts.</summary>
    /// <returns>Its number.</returns>
    public int Enter()
    {
        Interlocked.Increment(ref _tests);
        return Interlocked.Increment(ref _started);
    }

    /// <summary>A test has ended.</summary>
    public void Leave() => Interlocked.Decrement(ref _tests);
}
