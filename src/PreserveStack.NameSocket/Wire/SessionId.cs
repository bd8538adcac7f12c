// SPDX-License-Identifier: MIT
using System.Security.Cryptography;

namespace PreserveStack.NameSocket;

/// <summary>128 random bits: the id of a session, or of one run of a listener.</summary>
internal readonly record struct SessionId(UInt128 Value)
{
    internal const int Size = 16;

    internal static SessionId NewRandom()
    {
        Span<byte> bytes = stackalloc byte[Size];
        RandomNumberGenerator.Fill(bytes);
        return Read(bytes);
    }

    internal static SessionId Read(ReadOnlySpan<byte> source) => new(System.Buffers.Binary.BinaryPrimitives.ReadUInt128BigEndian(source));

    internal void Write(Span<byte> target) => System.Buffers.Binary.BinaryPrimitives.WriteUInt128BigEndian(target, Value);

    /// <inheritdoc/>
    public override string ToString() => Value.ToString("x32", null);
}
