// SPDX-License-Identifier: MIT
namespace PreserveStack.Cli.Configuration;

/// <summary>What the lab's commands use where no option says otherwise.</summary>
public sealed record LabDefaults
{
    /// <summary>Kind of machine: qemu, uml or debug; null leaves it to the command or the experiment.</summary>
    public string? Vm { get; init; }

    /// <summary>Kernel series: 6.1, 6.12 or 7.3; null leaves it to the command or the experiment.</summary>
    public string? Kernel { get; init; }

    /// <summary>Machines at a time; null leaves it to the command.</summary>
    public int? Jobs { get; init; }

    /// <summary>Folder of the images; null for the user's cache folder.</summary>
    public string? Cache { get; init; }
}
