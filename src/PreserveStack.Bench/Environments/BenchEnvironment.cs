// SPDX-License-Identifier: MIT
namespace PreserveStack.Bench.Environments;

/// <summary>What an end of a measurement is like. Values that cannot be had say "not available".</summary>
public sealed record BenchEnvironment
{
    /// <summary>Facts by name: kernel, processor, runtime, the interface with its queue and offloads, the module.</summary>
    public required IReadOnlyDictionary<string, string> Facts { get; init; }

    /// <summary>Kernel settings by sysctl's names: those that decide how TCP and MPTCP behave, and all of the module's.</summary>
    public required IReadOnlyDictionary<string, string> Sysctls { get; init; }
}
