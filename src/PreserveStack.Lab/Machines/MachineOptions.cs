// SPDX-License-Identifier: MIT
namespace PreserveStack.Lab.Machines;

/// <summary>Which kind of machine runs a job.</summary>
public enum MachineKind
{
    /// <summary>QEMU with a stock Debian kernel and counted instructions: simulated time, repeatable.</summary>
    Qemu,

    /// <summary>User-mode Linux 6.1 in simulated time.</summary>
    Uml,

    /// <summary>User-mode Linux with KASAN, lockdep, atomic-sleep, UBSAN and KUnit.</summary>
    Debug,
}

/// <summary>How a machine is made.</summary>
public sealed record MachineOptions
{
    /// <summary>Defaults to <see cref="MachineKind.Qemu"/>.</summary>
    public MachineKind Kind { get; init; } = MachineKind.Qemu;

    /// <summary>Kernel series for QEMU: "6.1" (the default), "6.12" or "7.3".</summary>
    public string Kernel { get; init; } = "6.1";

    /// <summary>Another seed is another trial; one seed repeats bit for bit. Defaults to 1.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Processors. More than 1 switches QEMU from simulated to real time. Defaults to 1.</summary>
    public int Processors { get; init; } = 1;

    /// <summary>Memory in MiB. Defaults to 768.</summary>
    public int MemoryMiB { get; init; } = 768;

    /// <summary>Wall-clock limit after which the machine is killed. Defaults to 10 minutes.</summary>
    public TimeSpan Limit { get; init; } = TimeSpan.FromMinutes(10);
}
