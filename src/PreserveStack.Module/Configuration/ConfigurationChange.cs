// SPDX-License-Identifier: MIT
namespace PreserveStack.Module.Configuration;

/// <summary>A difference between what is in force and what is wanted.</summary>
/// <param name="Change">What happens to it.</param>
/// <param name="Key">What it is: a setting, or paths.GROUP.mode, paths.GROUP.order, paths.GROUP.devices.DEV.</param>
/// <param name="Old">What it is now; null when it is added.</param>
/// <param name="New">What it becomes; null when it is removed.</param>
public sealed record ConfigurationChange(ConfigurationChangeKind Change, string Key, string? Old, string? New)
{
    internal static ConfigurationChange Of(string key, string? old, string? @new) =>
        new(old is null ? ConfigurationChangeKind.Added : @new is null ? ConfigurationChangeKind.Removed : ConfigurationChangeKind.Changed, key, old, @new);
}
