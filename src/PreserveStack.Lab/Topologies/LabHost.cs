// SPDX-License-Identifier: MIT
namespace PreserveStack.Lab.Topologies;

/// <summary>A host: a network namespace.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Forwards">Whether it is a router.</param>
/// <param name="HasModule">Whether the module is enabled in it, unless the caller says otherwise.</param>
public sealed record LabHost(string Name, bool Forwards, bool HasModule);
