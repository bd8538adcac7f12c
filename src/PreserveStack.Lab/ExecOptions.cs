// SPDX-License-Identifier: MIT
using PreserveStack.Lab.Machines;

namespace PreserveStack.Lab;

/// <summary>How a command of the user's runs in a topology.</summary>
public sealed record ExecOptions
{
    /// <summary>The machine. Defaults to QEMU with the stock 6.1 kernel.</summary>
    public MachineOptions Machine { get; init; } = new();

    /// <summary>Leaves the module out altogether. Defaults to false: loaded and enabled in client and server.</summary>
    public bool NoModule { get; init; }

    /// <summary>Hosts in which the module stays disabled.</summary>
    public IReadOnlyList<string> PlainHosts { get; init; } = [];

    /// <summary>
    /// Whether programs of the host that the machine lacks can be run, too (the default). Reading them makes simulated time
    /// jump: turn it off for scripts that look at the clock.
    /// </summary>
    public bool WithHostRoot { get; init; } = true;

    /// <summary>Whether gdb can look into the kernel and the module; for a shell in User-mode Linux.</summary>
    public bool WithDebugger { get; init; }

    /// <summary>Topology parameters by name, such as rate, delay or client_addresses.</summary>
    public IReadOnlyDictionary<string, string> Parameters { get; init; } = new Dictionary<string, string>();

    /// <summary>A folder that receives the files the command left in $OUT; null to drop them.</summary>
    public string? OutputDirectory { get; init; }
}
