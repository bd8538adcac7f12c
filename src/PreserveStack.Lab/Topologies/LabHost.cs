// SPDX-License-Identifier: MIT
namespace PreserveStack.Lab.Topologies;

/// <summary>A host: a network namespace.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Forwards">Whether it is a router.</param>
/// <param name="IsSwitch">Whether it is an Ethernet switch: all its interfaces are one segment, and it has no addresses.</param>
/// <param name="HasModule">Whether the module is enabled in it, unless the caller says otherwise.</param>
public sealed record LabHost(string Name, bool Forwards, bool IsSwitch, bool HasModule);
