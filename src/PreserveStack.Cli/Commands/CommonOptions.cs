// SPDX-License-Identifier: MIT
using System.CommandLine;

namespace PreserveStack.Cli.Commands;

/// <summary>Options that several commands share. One object per command tree.</summary>
internal sealed class CommonOptions
{
    public Option<bool> Json { get; } = new("--json")
    {
        Description = "Print JSON with stable snake_case keys; units are in the names",
        Recursive = true,
    };

    public Option<string?> Namespace { get; } = new("--netns", "-n")
    {
        Description = "The network namespace to look into, as 'ip netns' names it, or a path",
        HelpName = "NAME",
    };
}
