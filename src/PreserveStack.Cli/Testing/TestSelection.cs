// SPDX-License-Identifier: MIT
namespace PreserveStack.Cli.Testing;

/// <summary>What to test.</summary>
/// <param name="Mode">debug or smp: only the scenarios, on that kind of machine; null for everything.</param>
/// <param name="Filter">Only the .NET tests that match, in the words of dotnet test --filter; null for all.</param>
internal sealed record TestSelection(string? Mode, string? Filter);
