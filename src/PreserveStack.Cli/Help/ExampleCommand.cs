// SPDX-License-Identifier: MIT
using System.CommandLine;

namespace PreserveStack.Cli.Help;

/// <summary>A command whose help ends with examples.</summary>
/// <param name="name">Its word.</param>
/// <param name="description">What it does.</param>
internal sealed class ExampleCommand(string name, string description) : Command(name, description), IHasExamples
{
    public IReadOnlyList<Example> Examples { get; init; } = [];
}
