// SPDX-License-Identifier: MIT
namespace PreserveStack.Module.Kernel;

/// <summary>Where the module stands on this machine.</summary>
/// <param name="Loaded">Whether it is in the kernel.</param>
/// <param name="Version">Version of the loaded module; null when it is not loaded or does not tell.</param>
/// <param name="Paths">Whether its second part, for several paths at once, is in the kernel as well.</param>
/// <param name="Enabled">Whether the network namespace asked about has it switched on; null when it is not loaded.</param>
/// <param name="Kernel">The kernel's release.</param>
/// <param name="Supported">Whether the module is made for it.</param>
/// <param name="HeadersInstalled">Whether modules can be built for it.</param>
/// <param name="HeadersPackage">The Debian package that is needed for that.</param>
/// <param name="BuiltPath">The module built from the present sources for this kernel; null when there is none.</param>
public sealed record ModuleStatus(
    bool Loaded,
    string? Version,
    bool Paths,
    bool? Enabled,
    string Kernel,
    bool Supported,
    bool HeadersInstalled,
    string HeadersPackage,
    string? BuiltPath);
