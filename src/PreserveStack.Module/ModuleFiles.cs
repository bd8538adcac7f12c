// SPDX-License-Identifier: MIT
namespace PreserveStack.Module;

/// <summary>Where the kernel shows the module. Tests point it at fixtures.</summary>
public sealed record ModuleFiles
{
    /// <summary>Mount point of proc. Defaults to /proc.</summary>
    public string Proc { get; init; } = "/proc";

    /// <summary>Mount point of sysfs. Defaults to /sys.</summary>
    public string Sys { get; init; } = "/sys";

    /// <summary>Where kernels keep their modules. Defaults to /lib/modules.</summary>
    public string Modules { get; init; } = "/lib/modules";

    /// <summary>The tables of the calling thread's network namespace.</summary>
    public string Tables => $"{Proc}/thread-self/net/preserve";

    /// <summary>The settings of the calling thread's network namespace.</summary>
    public string Settings => $"{Proc}/sys/net/preserve";

    /// <summary>The network devices of the calling thread's network namespace.</summary>
    public string Devices => $"{Proc}/thread-self/net/dev";

    /// <summary>What sysfs says of the loaded module.</summary>
    public string Loaded => LoadedOf("preserve");

    /// <summary>The same of the module of this name.</summary>
    public string LoadedOf(string name) => $"{Sys}/module/{name}";

    /// <summary>Release of the running kernel.</summary>
    public string KernelRelease => $"{Proc}/sys/kernel/osrelease";
}
