// SPDX-License-Identifier: MIT
using System.CommandLine;

namespace PreserveStack.Cli.Help;

/// <summary>The root of the command tree.</summary>
internal sealed class PreserveRootCommand() : RootCommand("TCP connections that survive their links: configure, prove and measure."), IHasExamples
{
    public IReadOnlyList<Example> Examples { get; } =
    [
        new("preserve demo", "watch a connection lose its link and go on"),
        new("preserve test", "prove it"),
        new("preserve lab exec two-routers -- ./my-test.sh", "run a script where links can be cut"),
        new("preserve connections --watch", "see which connection uses which path, since when and why"),
    ];
}
