// SPDX-License-Identifier: MIT
namespace PreserveStack.Module.Configuration;

/// <summary>A write that the kernel does whole or not at all, and that can be taken back.</summary>
internal interface IConfigurationStep
{
    /// <summary>What it changes, for errors.</summary>
    string Name { get; }

    /// <summary>Does it.</summary>
    /// <exception cref="ModuleException">The kernel refused; nothing changed.</exception>
    void Do(PreserveModule module);

    /// <summary>Takes it back.</summary>
    /// <exception cref="ModuleException">The kernel refused; nothing changed.</exception>
    void Undo(PreserveModule module);
}
