// SPDX-License-Identifier: MIT
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace PreserveStack.Bench;

internal static partial class Interop
{
    internal const uint PerfTypeHardware = 0;
    internal const ulong PerfCountInstructions = 1;
    internal const ulong PerfInherit = 1 << 1;
    internal const ulong PerfExcludeKernel = 1 << 5;
    internal const ulong PerfExcludeHypervisor = 1 << 6;

    /// <summary>EACCES and EPERM: kernel.perf_event_paranoid forbids it.</summary>
    internal const int PermissionDenied = 13;
    internal const int NotPermitted = 1;

    private const nint PerfEventOpenCall = 298;
    private const nint CloseOnExec = 8;

    /// <summary>Opens a counter of one thread and those it makes.</summary>
    /// <returns>Its handle, invalid on failure.</returns>
    internal static unsafe SafeFileHandle OpenPerfEvent(in PerfEventAttributes attributes, int thread)
    {
        fixed (PerfEventAttributes* pointer = &attributes)
        {
            return new SafeFileHandle(SystemCall(PerfEventOpenCall, pointer, thread, -1, -1, CloseOnExec), ownsHandle: true);
        }
    }

    [LibraryImport(Libraries.Libc, EntryPoint = "syscall", SetLastError = true)]
    private static unsafe partial nint SystemCall(nint number, void* first, nint second, nint third, nint fourth, nint fifth);

    /// <summary>struct perf_event_attr of its first version, 64 bytes.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal struct PerfEventAttributes
    {
        internal uint Type;
        internal uint Size;
        internal ulong Config;
        internal ulong SamplePeriod;
        internal ulong SampleType;
        internal ulong ReadFormat;
        internal ulong Flags;
        internal uint WakeUpEvents;
        internal uint BreakpointType;
        internal ulong BreakpointAddress;
    }
}
