// SPDX-License-Identifier: MIT
namespace PreserveStack.Lab;

/// <summary>A topology as <c>lab list</c> shows it.</summary>
/// <param name="Name">Name for the command line.</param>
/// <param name="Summary">One line.</param>
/// <param name="Parameters">What can be overridden.</param>
/// <param name="Faults">The faults that can be injected.</param>
public sealed record TopologyListing(string Name, string Summary, IReadOnlyList<KeyListing> Parameters, IReadOnlyList<string> Faults);

/// <summary>An experiment as <c>lab list</c> shows it.</summary>
/// <param name="Name">Name for the command line.</param>
/// <param name="Summary">One line.</param>
/// <param name="Settings">The keys of <c>--set</c>.</param>
public sealed record ExperimentListing(string Name, string Summary, IReadOnlyList<KeyListing> Settings);

/// <summary>A key that can be set.</summary>
/// <param name="Name">The key.</param>
/// <param name="Default">Its default, several values joined by commas.</param>
/// <param name="Allowed">What is allowed, in words: "one of same, different" or "an integer from 1 to 3".</param>
/// <param name="Help">What it means.</param>
public sealed record KeyListing(string Name, string Default, string Allowed, string Help);
