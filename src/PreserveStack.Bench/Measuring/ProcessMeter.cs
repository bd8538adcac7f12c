// SPDX-License-Identifier: MIT
using System.Diagnostics;

namespace PreserveStack.Bench.Measuring;

/// <summary>Reads this process's clock, processor time and instructions.</summary>
internal sealed class ProcessMeter(InstructionCounter instructions)
{
    private const long NsPerS = 1_000_000_000;
    private const long NsPerTick = NsPerS / TimeSpan.TicksPerSecond;

    /// <summary>A monotonic clock in nanoseconds.</summary>
    public static long ClockNs() => (long)(Stopwatch.GetTimestamp() * ((double)NsPerS / Stopwatch.Frequency));

    /// <summary>Reads all at once.</summary>
    /// <param name="bytes">Payload received so far.</param>
    /// <param name="operations">Operations so far.</param>
    /// <param name="isShared">Whether the process serves others, too.</param>
    public EndSample Read(long bytes, long operations, bool isShared = false)
    {
        Environment.ProcessCpuUsage cpu = Environment.CpuUsage;
        return new EndSample(
            ClockNs(), bytes, operations, cpu.UserTime.Ticks * NsPerTick, cpu.PrivilegedTime.Ticks * NsPerTick, instructions.Read(), isShared);
    }
}
