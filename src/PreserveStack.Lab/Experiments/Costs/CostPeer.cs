// SPDX-License-Identifier: MIT
namespace PreserveStack.Lab.Experiments.Costs;

/// <summary>A transport.</summary>
/// <param name="Name">As people call it.</param>
/// <param name="Transport">What <c>preserve-bench</c> calls it.</param>
/// <param name="Module">What is done with the kernel module in both hosts.</param>
/// <param name="Column">The column of the published table it is put beside; null for none.</param>
public sealed record CostPeer(string Name, string Transport, ModuleState Module, string? Column);

/// <summary>What is done with the kernel module.</summary>
public enum ModuleState
{
    /// <summary>Not loaded.</summary>
    None,

    /// <summary>Loaded, and enabled in no namespace.</summary>
    Loaded,

    /// <summary>Enabled at both ends of the connection, each of which tells the other a second address.</summary>
    Enabled,
}
