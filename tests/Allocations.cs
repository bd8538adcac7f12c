// SPDX-License-Identifier: MIT
namespace PreserveStack;

/// <summary>Counts bytes of managed memory, so that budgets can be checked whatever the speed of the host.</summary>
internal static class Allocations
{
    private const int WarmUps = 50;

    /// <summary>Bytes that this thread allocates in one call, once everything is warm.</summary>
    public static long PerCall(Action action, int calls = 100)
    {
        for (int i = 0; i < WarmUps; i++)
        {
            action();
        }

        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < calls; i++)
        {
            action();
        }

        return (GC.GetAllocatedBytesForCurrentThread() - before) / calls;
    }
}
