// SPDX-License-Identifier: MIT
namespace PreserveStack.Module.Paths;

/// <summary>A path of a group as it is configured.</summary>
/// <param name="Device">The network device.</param>
/// <param name="Weight">From 0, a backup, to <see cref="PathRules.MaxWeight"/>.</param>
public sealed record PathWeight(string Device, uint Weight);
