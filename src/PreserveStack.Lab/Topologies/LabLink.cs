// SPDX-License-Identifier: MIT
namespace PreserveStack.Lab.Topologies;

/// <summary>A cable between two interfaces, with the same properties in both directions.</summary>
/// <param name="Name">Its name.</param>
/// <param name="First">One end.</param>
/// <param name="Second">The other end.</param>
/// <param name="RateBits">Bits per second; 0 for no limit.</param>
/// <param name="Delay">In each direction.</param>
/// <param name="LossPercent">Random loss in each direction.</param>
/// <param name="QueuePackets">Packets that each direction holds.</param>
public sealed record LabLink(
    string Name, InterfaceName First, InterfaceName Second, long RateBits, TimeSpan Delay, double LossPercent, int QueuePackets)
{
    /// <summary>Whether a queueing discipline is needed.</summary>
    public bool IsShaped => RateBits > 0 || Delay > TimeSpan.Zero || LossPercent > 0;
}
