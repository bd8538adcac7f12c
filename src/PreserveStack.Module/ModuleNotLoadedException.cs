// SPDX-License-Identifier: MIT
namespace PreserveStack.Module;

/// <summary>The module's files are not in /proc: it is not loaded.</summary>
public sealed class ModuleNotLoadedException()
    : ModuleException("the module is not loaded: 'preserve module load' loads it");
