// SPDX-License-Identifier: MIT
namespace PreserveStack.Cli.Testing;

/// <summary>What a suite of tests came to.</summary>
/// <param name="Name">The suite.</param>
/// <param name="Passed">Tests that passed.</param>
/// <param name="Failed">Tests that failed.</param>
/// <param name="Skipped">Tests that were not run.</param>
/// <param name="Failures">What failed, and why.</param>
public sealed record SuiteResult(string Name, int Passed, int Failed, int Skipped, IReadOnlyList<TestFailure> Failures)
{
    /// <summary>Wall-clock seconds.</summary>
    public double Seconds { get; init; }

    /// <summary>Lines to show that are no test's.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>A suite that counts as one failed test, because it did not get as far as running its tests.</summary>
    public static SuiteResult Broken(string name, string message) => new(name, 0, 1, 0, [new TestFailure(name, message)]);
}
