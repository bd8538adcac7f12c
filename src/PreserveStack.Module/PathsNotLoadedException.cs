// SPDX-License-Identifier: MIT
namespace PreserveStack.Module;

/// <summary>preserve.ko is loaded without its second half, which has the tables and settings of several paths.</summary>
public sealed class PathsNotLoadedException()
    : ModuleException("several paths at once need preserve_paths.ko, which is not loaded: 'preserve module load' loads it");
