// SPDX-License-Identifier: MIT
namespace PreserveStack.Cli.Help;

/// <summary>A line of the examples in a command's help.</summary>
/// <param name="CommandLine">What to type.</param>
/// <param name="Meaning">What it does, in a few words.</param>
internal sealed record Example(string CommandLine, string Meaning);
