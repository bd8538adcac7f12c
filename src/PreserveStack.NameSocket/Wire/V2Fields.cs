// SPDX-License-Identifier: MIT
using System.Buffers.Binary;

namespace PreserveStack.NameSocket;

/// <summary>Where the fields of the handshake packets of version 2 are. The caller has checked type and length.</summary>
internal static class V2Fields
{
    /// <summary>Of NEW, NEW_ACK and EARLY.</summary>
    internal static int Window(ReadOnlySpan<byte> packet) => BinaryPrimitives.ReadInt32BigEndian(packet[4..]);

    internal static ReadOnlySpan<byte> NewNonce(ReadOnlySpan<byte> packet) => packet.Slice(8, Protocol.NonceLength);

    internal static ReadOnlySpan<byte> NewPublicKey(ReadOnlySpan<byte> packet) => packet.Slice(40, Protocol.PublicKeyLength);

    internal static SessionId NewAckSession(ReadOnlySpan<byte> packet) => SessionId.Read(packet[8..]);

    internal static SessionId NewAckBoot(ReadOnlySpan<byte> packet) => SessionId.Read(packet[24..]);

    internal static TimeSpan NewAckLifetime(ReadOnlySpan<byte> packet) => TimeSpan.FromSeconds(BinaryPrimitives.ReadUInt32BigEndian(packet[40..]));

    internal static ReadOnlySpan<byte> NewAckNonce(ReadOnlySpan<byte> packet) => packet.Slice(44, Protocol.NonceLength);

    internal static ReadOnlySpan<byte> NewAckPublicKey(ReadOnlySpan<byte> packet) => packet.Slice(76, Protocol.PublicKeyLength);

    /// <summary>Of RESUME and EARLY.</summary>
    internal static SessionId ResumeSession(ReadOnlySpan<byte> packet) => SessionId.Read(packet[8..]);

    internal static ReadOnlySpan<byte> EarlyKeyId(ReadOnlySpan<byte> packet) => packet.Slice(24, Protocol.KeyIdLength);

    internal static ReadOnlySpan<byte> EarlyPublicKey(ReadOnlySpan<byte> packet) => packet.Slice(40, Protocol.PublicKeyLength);

    internal static long ChallengeReceived(ReadOnlySpan<byte> packet) => BinaryPrimitives.ReadInt64BigEndian(packet[40..]);

    internal static long ConfirmReceived(ReadOnlySpan<byte> packet) => BinaryPrimitives.ReadInt64BigEndian(packet[8..]);

    internal static long ConfirmStart(ReadOnlySpan<byte> packet) => BinaryPrimitives.ReadInt64BigEndian(packet[16..]);

    internal static RefusalReason RefusedReason(ReadOnlySpan<byte> packet) => (RefusalReason)packet[4];

    internal static AbortReason RefusedAbort(ReadOnlySpan<byte> packet) =>
        Enum.IsDefined((AbortReason)packet[5]) ? (AbortReason)packet[5] : AbortReason.Application;

    internal static SessionId RefusedBoot(ReadOnlySpan<byte> packet) => SessionId.Read(packet[8..]);

    internal static long RefusedReceived(ReadOnlySpan<byte> packet) => BinaryPrimitives.ReadInt64BigEndian(packet[24..]);
}
