// SPDX-License-Identifier: MIT
using PreserveStack.Module.Kernel;
using PreserveStack.Module.Namespaces;

namespace PreserveStack.Module.Reporting;

/// <summary>Where a report finds what it tells. Tests point it at fixtures.</summary>
public sealed record ReportSources
{
    /// <summary>Version of the program that makes the report.</summary>
    public required string Version { get; init; }

    /// <summary>Where the kernel shows the module and its settings.</summary>
    public ModuleFiles Files { get; init; } = new();

    /// <summary>Folder of the host's configuration. Defaults to /etc.</summary>
    public string Etc { get; init; } = "/etc";

    /// <summary>The user's own configuration file; null for none.</summary>
    public string? UserConfiguration { get; init; }

    /// <summary>Runs ip, ss, nft, conntrack and dmesg.</summary>
    public IToolRunner Tools { get; init; } = new ToolRunner();

    /// <summary>The network namespace to look into; null for the caller's own.</summary>
    public NetworkNamespace? Namespace { get; init; }

    /// <summary>Tells when the report was made.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>How long a tool may take. Defaults to 20 seconds.</summary>
    public TimeSpan ToolLimit { get; init; } = TimeSpan.FromSeconds(20);

    internal T Inside<T>(Func<T> work) => Namespace is null ? work() : Namespace.Run(work);
}
