// SPDX-License-Identifier: MIT
namespace PreserveStack.Lab.Images;

/// <summary>A kernel that machines boot and modules are built for.</summary>
public sealed record LinuxKernel
{
    /// <summary>What <c>uname -r</c> says in it.</summary>
    public required string Release { get; init; }

    /// <summary>Names this very build: release and package version, or the key of its configuration.</summary>
    public required string Key { get; init; }

    /// <summary>The bootable file: an ELF kernel for QEMU, or a program of User-mode Linux.</summary>
    public required string Image { get; init; }

    /// <summary>What <c>make -C</c> takes to build a module.</summary>
    public required string BuildDirectory { get; init; }

    /// <summary>Folder with lib/modules/RELEASE; null when everything is built in.</summary>
    public string? ModulesRoot { get; init; }

    /// <summary>Whether it runs KUnit suites, the module's own included.</summary>
    public bool RunsUnitTests { get; init; }

    /// <summary>More arguments for make.</summary>
    public IReadOnlyList<string> MakeArguments { get; init; } = [];
}
