// SPDX-License-Identifier: MIT
namespace PreserveStack.Bench.Measuring;

/// <summary>How far an end was at a moment. Two of them make a measurement.</summary>
/// <param name="ClockNs">Its own monotonic clock.</param>
/// <param name="Bytes">Payload it had received.</param>
/// <param name="Operations">Requests answered or connections served.</param>
/// <param name="CpuUserNs">Processor time of its process in user mode.</param>
/// <param name="CpuSystemNs">Processor time of its process in the kernel.</param>
/// <param name="Instructions">Instructions of its process; null where they cannot be counted.</param>
/// <param name="IsShared">Whether the process served others at the time, whose cost is in these figures.</param>
internal sealed record EndSample(
    long ClockNs, long Bytes, long Operations, long CpuUserNs, long CpuSystemNs, long? Instructions, bool IsShared = false);
