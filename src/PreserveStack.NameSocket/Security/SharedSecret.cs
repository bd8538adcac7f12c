// SPDX-License-Identifier: MIT
using System.Security.Cryptography;

namespace PreserveStack.NameSocket;

/// <summary>What the holders of two key pairs share, and nobody else: the x coordinate of a point of P-256.</summary>
/// <param name="peer">The peer's public key.</param>
/// <param name="value">The coordinate.</param>
internal sealed class SharedSecret(byte[] peer, byte[] value)
{
    private byte[]? _extracted;

    internal ReadOnlySpan<byte> Peer => peer;

    internal ReadOnlySpan<byte> Value => value;

    /// <summary>The pseudorandom key of early sessions between the two: HKDF-Extract of SHA-256 (RFC 5869), computed once.</summary>
    /// <param name="serverKeyId">The name of the server's key, which is always the same one of the two.</param>
    internal ReadOnlySpan<byte> Extract(byte[] serverKeyId) => _extracted ??= HKDF.Extract(HashAlgorithmName.SHA256, value, serverKeyId);
}
