// SPDX-License-Identifier: MIT
using PreserveStack.Lab.Machines;

namespace PreserveStack.Lab;

/// <summary>What the demo shows. The defaults are the core of the failover experiment.</summary>
public sealed record DemoOptions
{
    /// <summary>Defaults to tcp, mptcp and preserve.</summary>
    public IReadOnlyList<string> Peers { get; init; } = ["tcp", "mptcp", "preserve"];

    /// <summary>Defaults to silent and own-link-down.</summary>
    public IReadOnlyList<string> Cuts { get; init; } = ["silent", "own-link-down"];

    /// <summary>Defaults to two-routers.</summary>
    public string Topology { get; init; } = "two-routers";

    /// <summary>The machine; its seed is that of every run.</summary>
    public MachineOptions Machine { get; init; } = new();

    /// <summary>Machines at a time. Defaults to 3, so that the peers of one cut run beside each other.</summary>
    public int Jobs { get; init; } = 3;

    /// <summary>The folder of the results and of report.html; null for a new one under the current directory.</summary>
    public string? OutputDirectory { get; init; }
}
