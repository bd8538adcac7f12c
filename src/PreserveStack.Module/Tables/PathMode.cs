// SPDX-License-Identifier: MIT
namespace PreserveStack.Module.Tables;

/// <summary>How a group of paths shares out its packets.</summary>
public enum PathMode
{
    /// <summary>By the weights that were set.</summary>
    Weighted,

    /// <summary>By what the paths are measured to carry.</summary>
    Adaptive,

    /// <summary>Every packet over every path.</summary>
    Redundant,

    /// <summary>Everything over the first path that works.</summary>
    Failover,
}
