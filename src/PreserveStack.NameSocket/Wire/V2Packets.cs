// SPDX-License-Identifier: MIT
using System.Buffers.Binary;

namespace PreserveStack.NameSocket;

/// <summary>
/// Writers of the handshake packets of version 2. Each leaves the MAC or the proof, where there is one, to <see cref="SessionKeys"/>
/// or <see cref="EarlyKeys"/>.
/// </summary>
internal static class V2Packets
{
    internal const int NewLength = 104;
    internal const int NewAckLength = 172;
    internal const int ResumeLength = 96;
    internal const int ChallengeLength = 80;
    internal const int ConfirmLength = 56;
    internal const int RefusedLength = 64;
    internal const int EarlyLength = 120;
    internal const int EarlyAckLength = 24;

    internal static byte[] New(int window, ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> publicKey)
    {
        var packet = Packet(V2PacketType.New, NewLength);
        BinaryPrimitives.WriteInt32BigEndian(packet.AsSpan(4), window);
        nonce.CopyTo(packet.AsSpan(8));
        publicKey.CopyTo(packet.AsSpan(40));
        return packet;
    }

    internal static byte[] NewAck(int window, SessionId session, SessionId boot, TimeSpan lifetime, ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> publicKey)
    {
        var packet = Packet(V2PacketType.NewAck, NewAckLength);
        BinaryPrimitives.WriteInt32BigEndian(packet.AsSpan(4), window);
        session.Write(packet.AsSpan(8));
        boot.Write(packet.AsSpan(24));
        BinaryPrimitives.WriteUInt32BigEndian(packet.AsSpan(40), (uint)Math.Clamp(lifetime.TotalSeconds, 0, uint.MaxValue));
        nonce.CopyTo(packet.AsSpan(44));
        publicKey.CopyTo(packet.AsSpan(76));
        return packet;
    }

    internal static byte[] Resume(SessionId session, ReadOnlySpan<byte> nonce, long received)
    {
        var packet = Packet(V2PacketType.Resume, ResumeLength);
        session.Write(packet.AsSpan(8));
        nonce.CopyTo(packet.AsSpan(24));
        BinaryPrimitives.WriteInt64BigEndian(packet.AsSpan(56), received);
        return packet;
    }

    internal static byte[] Challenge(ReadOnlySpan<byte> nonce, long received)
    {
        var packet = Packet(V2PacketType.Challenge, ChallengeLength);
        nonce.CopyTo(packet.AsSpan(8));
        BinaryPrimitives.WriteInt64BigEndian(packet.AsSpan(40), received);
        return packet;
    }

    internal static byte[] Confirm(long received, long start)
    {
        var packet = Packet(V2PacketType.Confirm, ConfirmLength);
        BinaryPrimitives.WriteInt64BigEndian(packet.AsSpan(8), received);
        BinaryPrimitives.WriteInt64BigEndian(packet.AsSpan(16), start);
        return packet;
    }

    internal static byte[] Refused(RefusalReason reason, SessionId boot, long received, AbortReason abort = AbortReason.Application)
    {
        var packet = Packet(V2PacketType.Refused, RefusedLength);
        packet[4] = (byte)reason;
        packet[5] = (byte)abort;
        boot.Write(packet.AsSpan(8));
        BinaryPrimitives.WriteInt64BigEndian(packet.AsSpan(24), received);
        return packet;
    }

    internal static byte[] Early(int window, SessionId session, ReadOnlySpan<byte> serverKeyId, ReadOnlySpan<byte> publicKey)
    {
        var packet = Packet(V2PacketType.Early, EarlyLength);
        BinaryPrimitives.WriteInt32BigEndian(packet.AsSpan(4), window);
        session.Write(packet.AsSpan(8));
        serverKeyId.CopyTo(packet.AsSpan(24));
        publicKey.CopyTo(packet.AsSpan(40));
        return packet;
    }

    internal static byte[] EarlyAck() => Packet(V2PacketType.EarlyAck, EarlyAckLength);

    private static byte[] Packet(V2PacketType type, int length)
    {
        var packet = new byte[length];
        PacketHeader.Write(packet, Protocol.Version2, (byte)type);
        return packet;
    }
}
