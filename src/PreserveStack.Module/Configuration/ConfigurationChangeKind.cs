// SPDX-License-Identifier: MIT
namespace PreserveStack.Module.Configuration;

/// <summary>What happens to a part of the configuration.</summary>
public enum ConfigurationChangeKind
{
    /// <summary>It gets another value.</summary>
    Changed,

    /// <summary>It was not there.</summary>
    Added,

    /// <summary>It will not be there any more.</summary>
    Removed,
}
