// SPDX-License-Identifier: MIT
namespace PreserveStack.Lab.Topologies;

/// <summary>A cable between two interfaces.</summary>
/// <param name="Name">Its name.</param>
/// <param name="First">One end.</param>
/// <param name="Second">The other end.</param>
/// <param name="ShapedEnds">The ends that have the properties below for what they send.</param>
/// <param name="RateBits">Bits per second; 0 for no limit.</param>
/// <param name="Delay">Of every packet.</param>
/// <param name="LossPercent">Random loss.</param>
/// <param name="QueuePackets">Packets that an end holds, those on their way included.</param>
public sealed record LabLink(
    string Name,
    InterfaceName First,
    InterfaceName Second,
    IReadOnlyList<InterfaceName> ShapedEnds,
    long RateBits,
    TimeSpan Delay,
    double LossPercent,
    int QueuePackets)
{
    /// <summary>Whether a queueing discipline is needed.</summary>
    public bool IsShaped => RateBits > 0 || Delay > TimeSpan.Zero || LossPercent > 0;
}
