// SPDX-License-Identifier: MIT
using System.Buffers.Binary;

namespace PreserveStack.NameSocket;

/// <summary>The first four bytes of every handshake packet.</summary>
internal readonly record struct PacketHeader(byte Version, byte Type)
{
    /// <summary>Reads the header.</summary>
    /// <returns>False if the bytes do not begin with the magic number.</returns>
    internal static bool TryRead(ReadOnlySpan<byte> source, out PacketHeader header)
    {
        header = default;
        if (source.Length < Protocol.HeaderLength || BinaryPrimitives.ReadUInt16BigEndian(source) != Protocol.Magic)
        {
            return false;
        }

        header = new PacketHeader(source[2], source[3]);
        return true;
    }

    internal static void Write(Span<byte> target, byte version, byte type)
    {
        BinaryPrimitives.WriteUInt16BigEndian(target, Protocol.Magic);
        target[2] = version;
        target[3] = type;
    }

    internal static bool Is(ReadOnlySpan<byte> source, V2PacketType type) =>
        TryRead(source, out var header) && header.Version == Protocol.Version2 && header.Type == (byte)type;

    internal static bool Is(ReadOnlySpan<byte> source, V1PacketType type) =>
        TryRead(source, out var header) && header.Version == Protocol.Version1 && header.Type == (byte)type;
}
