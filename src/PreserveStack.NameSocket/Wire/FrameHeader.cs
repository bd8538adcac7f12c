// SPDX-License-Identifier: MIT
using System.Buffers.Binary;

namespace PreserveStack.NameSocket;

/// <summary>The word before each frame: type in the highest 8 bits, length of the payload in the lower 24.</summary>
internal readonly record struct FrameHeader(FrameType Type, int Length)
{
    internal const int Size = 4;

    internal bool IsValid => Type switch
    {
        FrameType.Data => Length is >= 1 and <= Protocol.MaxReceivedPayload,
        FrameType.Ack or FrameType.Ping or FrameType.Pong or FrameType.Fin => Length == 8,
        FrameType.Addresses => Length <= Protocol.MaxAddresses * AddressList.MaxEntry,
        FrameType.Abort or FrameType.EarlyOffer => Length == 4,
        _ => (byte)Type >= Protocol.FirstExtensionFrame && Length <= Protocol.MaxControlPayload,
    };

    internal static FrameHeader Read(ReadOnlySpan<byte> source)
    {
        var word = BinaryPrimitives.ReadUInt32BigEndian(source);
        return new FrameHeader((FrameType)(word >> 24), (int)(word & 0xFF_FFFF));
    }

    internal static void Write(Span<byte> target, FrameType type, int length) =>
        BinaryPrimitives.WriteUInt32BigEndian(target, ((uint)type << 24) | (uint)length);

    /// <summary>Writes a frame whose payload is one 64-bit number.</summary>
    /// <returns>Bytes written.</returns>
    internal static int WriteNumber(Span<byte> target, FrameType type, long value)
    {
        Write(target, type, 8);
        BinaryPrimitives.WriteInt64BigEndian(target[Size..], value);
        return Size + 8;
    }
}
