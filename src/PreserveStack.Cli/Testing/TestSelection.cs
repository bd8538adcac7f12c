// SPDX-License-Identifier: MIT
namespace PreserveStack.Cli.Testing;

/// <summary>What to test. Without <see cref="All"/>, <see cref="Debug"/> and <see cref="Smp"/> it is the everyday run.</summary>
/// <param name="Filter">Only the .NET tests that match, in the words of dotnet test --filter; null for all.</param>
internal sealed record TestSelection(string? Filter)
{
    /// <summary>Every scenario on every kernel.</summary>
    public bool All { get; init; }

    /// <summary>Of the scenarios on every kernel those on the debug kernel, and without <see cref="All"/> nothing else.</summary>
    public bool Debug { get; init; }

    /// <summary>The scenarios that look for races, and without <see cref="All"/> nothing else.</summary>
    public bool Smp { get; init; }

    /// <summary>Whether only scenarios are run.</summary>
    public bool OnlyScenarios => !All && (Debug || Smp);

    /// <summary>What the scenarios are told; null for the everyday run.</summary>
    public string? Mode => All || OnlyScenarios
        ? string.Join(',', new[] { (All, "all"), (Debug, "debug"), (Smp, "smp") }.Where(part => part.Item1).Select(part => part.Item2))
        : null;
}
