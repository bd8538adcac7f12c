// SPDX-License-Identifier: MIT
namespace PreserveStack.Cli.Testing;

/// <summary>A test that failed.</summary>
/// <param name="Name">The test.</param>
/// <param name="Message">What it said; may have several lines.</param>
public sealed record TestFailure(string Name, string Message);
