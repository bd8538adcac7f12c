// SPDX-License-Identifier: MIT
namespace PreserveStack.Lab.Topologies;

/// <summary>An interface of a host, written host/device.</summary>
/// <param name="Host">The host, which is the name of its network namespace.</param>
/// <param name="Device">The interface's name in it.</param>
public readonly record struct InterfaceName(string Host, string Device)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Host}/{Device}";
}
