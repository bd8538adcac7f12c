// SPDX-License-Identifier: MIT
using System.ComponentModel;
using System.Globalization;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace PreserveStack.Bench.Measuring;

/// <summary>
/// Counts the instructions of this process by the processor's own counter (perf_event_open(2)), one for each thread there
/// is, inherited by those they make. Many virtual machines have none.
/// </summary>
internal sealed class InstructionCounter : IDisposable
{
    private readonly List<SafeFileHandle> _counters = [];

    /// <summary>Starts to count. Threads that exist but end before they could be counted are left out.</summary>
    public InstructionCounter()
    {
        int error = Open(0);
        if (error is Interop.PermissionDenied or Interop.NotPermitted)
        {
            error = Open(Interop.PerfExcludeKernel | Interop.PerfExcludeHypervisor);
            Description = "hardware counter, user mode only (kernel.perf_event_paranoid)";
        }

        if (_counters.Count == 0)
        {
            Description = $"not available: {new Win32Exception(error).Message}";
        }
    }

    /// <summary>What is counted, or why nothing is.</summary>
    public string Description { get; } = "hardware counter, user mode and kernel";

    /// <summary>Instructions so far; null where they cannot be counted.</summary>
    public long? Read()
    {
        long sum = 0;
        Span<byte> count = stackalloc byte[sizeof(long)];
        foreach (SafeFileHandle counter in _counters)
        {
            sum += RandomAccess.Read(counter, count, 0) == count.Length ? BitConverter.ToInt64(count) : 0;
        }

        return _counters.Count == 0 ? null : sum;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (SafeFileHandle counter in _counters)
        {
            counter.Dispose();
        }
    }

    private int Open(ulong exclude)
    {
        var attributes = new Interop.PerfEventAttributes
        {
            Type = Interop.PerfTypeHardware,
            Size = (uint)Marshal.SizeOf<Interop.PerfEventAttributes>(),
            Config = Interop.PerfCountInstructions,
            Flags = Interop.PerfInherit | exclude,
        };
        int error = 0;
        foreach (string thread in Directory.GetDirectories("/proc/self/task"))
        {
            SafeFileHandle counter = Interop.OpenPerfEvent(attributes, int.Parse(Path.GetFileName(thread), CultureInfo.InvariantCulture));
            if (!counter.IsInvalid)
            {
                _counters.Add(counter);
                continue;
            }

            error = Marshal.GetLastPInvokeError();
            counter.Dispose();
        }

        return error;
    }
}
