// SPDX-License-Identifier: MIT
using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace PreserveStack.NameSocket;

/// <summary>Packets of version 1: NEW, RESUME_ACK, and RESUME for both families (thesis, figure 4.3).</summary>
internal static class V1Packets
{
    internal const int ResumeAckLength = 8;
    private const int ResumeFixedLength = 12;

    internal static byte[] New()
    {
        var packet = new byte[Protocol.HeaderLength];
        PacketHeader.Write(packet, Protocol.Version1, (byte)V1PacketType.New);
        return packet;
    }

    internal static byte[] ResumeAck(uint received)
    {
        var packet = new byte[ResumeAckLength];
        PacketHeader.Write(packet, Protocol.Version1, (byte)V1PacketType.ResumeAck);
        BinaryPrimitives.WriteUInt32BigEndian(packet.AsSpan(4), received);
        return packet;
    }

    internal static bool TryParseResumeAck(ReadOnlySpan<byte> packet, out uint received)
    {
        received = 0;
        if (packet.Length != ResumeAckLength || !PacketHeader.Is(packet, V1PacketType.ResumeAck))
        {
            return false;
        }

        received = BinaryPrimitives.ReadUInt32BigEndian(packet[4..]);
        return true;
    }

    internal static byte[] Resume(V1Key key, uint received)
    {
        var ipv4 = key.Client.AddressFamily == AddressFamily.InterNetwork;
        var packet = new byte[ResumeLength(ipv4 ? V1PacketType.ResumeIPv4 : V1PacketType.Resume)];
        PacketHeader.Write(packet, Protocol.Version1, (byte)(ipv4 ? V1PacketType.ResumeIPv4 : V1PacketType.Resume));
        BinaryPrimitives.WriteUInt32BigEndian(packet.AsSpan(4), received);
        BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(8), (ushort)key.Client.Port);
        BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(10), (ushort)key.Server.Port);
        key.Client.Address.TryWriteBytes(packet.AsSpan(ResumeFixedLength), out var written);
        key.Server.Address.TryWriteBytes(packet.AsSpan(ResumeFixedLength + written), out _);
        return packet;
    }

    /// <summary>Length of a whole RESUME; 0 for other types.</summary>
    internal static int ResumeLength(V1PacketType type) => type switch
    {
        V1PacketType.Resume => ResumeFixedLength + (2 * 16),
        V1PacketType.ResumeIPv4 => ResumeFixedLength + (2 * 4),
        _ => 0,
    };

    internal static bool TryParseResume(ReadOnlySpan<byte> packet, out V1Key key, out uint received)
    {
        key = default;
        received = 0;
        if (!PacketHeader.TryRead(packet, out var header) || header.Version != Protocol.Version1
            || packet.Length != ResumeLength((V1PacketType)header.Type))
        {
            return false;
        }

        received = BinaryPrimitives.ReadUInt32BigEndian(packet[4..]);
        var width = (packet.Length - ResumeFixedLength) / 2;
        key = new V1Key(
            new IPEndPoint(new IPAddress(packet.Slice(ResumeFixedLength, width)), BinaryPrimitives.ReadUInt16BigEndian(packet[8..])),
            new IPEndPoint(new IPAddress(packet.Slice(ResumeFixedLength + width, width)), BinaryPrimitives.ReadUInt16BigEndian(packet[10..])));
        return true;
    }
}
