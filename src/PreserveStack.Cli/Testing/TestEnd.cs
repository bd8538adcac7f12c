// SPDX-License-Identifier: MIT
namespace PreserveStack.Cli.Testing;

/// <summary>A test ended.</summary>
/// <param name="Name">The test.</param>
/// <param name="Passed">Whether it passed.</param>
/// <param name="Duration">How long it took, as its runner prints it; empty when it does not.</param>
internal sealed record TestEnd(string Name, bool Passed, string Duration);
