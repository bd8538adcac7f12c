// SPDX-License-Identifier: MIT
using System.Reflection;
using PreserveStack.Cli.Configuration;
using PreserveStack.Cli.Services;
using PreserveStack.Cli.Terminals;
using PreserveStack.Module;
using PreserveStack.Module.Kernel;
using PreserveStack.Module.Namespaces;
using PreserveStack.Module.Reporting;

namespace PreserveStack.Cli;

/// <summary>What the commands work on. Tests put their own in.</summary>
public sealed class CliServices
{
    /// <summary>Where to write.</summary>
    public required Terminal Terminal { get; init; }

    /// <summary>Makes the lab; called only by commands that use it, after the configuration was read.</summary>
    public required Func<ILab> Lab { get; init; }

    /// <summary>Reads the lab's defaults.</summary>
    public required LabDefaultsReader Defaults { get; init; }

    /// <summary>Where the kernel shows the module.</summary>
    public ModuleFiles ModuleFiles { get; init; } = new();

    /// <summary>Writes settings and paths.</summary>
    public IKernelWriter KernelWriter { get; init; } = new KernelWriter();

    /// <summary>Tells how far two readings of a live view are apart.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Runs make, insmod and rmmod.</summary>
    public IToolRunner Tools { get; init; } = new ToolRunner();

    /// <summary>Folder of the host's configuration. Defaults to /etc.</summary>
    public string Etc { get; init; } = "/etc";

    /// <summary>The checkout, or null when the program runs on its own.</summary>
    public string? Root { get; init; }

    /// <summary>The module in a network namespace.</summary>
    /// <param name="networkNamespace">Its name; null for the caller's own.</param>
    internal PreserveModule Module(string? networkNamespace) =>
        new(ModuleFiles, networkNamespace is null ? null : new NetworkNamespace(networkNamespace), KernelWriter);

    /// <summary>Where a report about a bug finds what it tells.</summary>
    internal ReportSources ReportSources() => new()
    {
        Version = typeof(CliServices).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion,
        Files = ModuleFiles,
        Etc = Etc,
        UserConfiguration = Defaults.Files[^1],
        Tools = Tools,
        Time = Time,
    };

    /// <summary>The module on this machine.</summary>
    internal KernelModule KernelModule() =>
        new(ModuleFiles, Tools, Root is null ? null : new ModuleCache(Path.Combine(Root, "kmod"), ModuleCache.StandardFolder()));
}
