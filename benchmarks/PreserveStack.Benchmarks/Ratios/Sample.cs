// SPDX-License-Identifier: MIT
using System.Diagnostics;
using PreserveStack.Benchmarks.Workloads;

namespace PreserveStack.Benchmarks.Ratios;

/// <summary>What some operations took: time, and time of all processors in this process, both ends and the kernel included.</summary>
internal readonly record struct Sample(TimeSpan Elapsed, TimeSpan Processor)
{
    internal static async Task<Sample> TakeAsync(IWorkload workload, int operations)
    {
        var processor = Environment.CpuUsage.TotalTime;
        long start = Stopwatch.GetTimestamp();
        await workload.RunAsync(operations).ConfigureAwait(false);
        return new Sample(Stopwatch.GetElapsedTime(start), Environment.CpuUsage.TotalTime - processor);
    }
}
