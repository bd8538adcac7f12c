// SPDX-License-Identifier: MIT
using System.Security.Cryptography;

namespace PreserveStack.NameSocket;

/// <summary>The two keys of a session, one for what each end sends in handshakes (section 3).</summary>
internal sealed class SessionKeys(byte[] clientKey, byte[] serverKey)
{
    private static ReadOnlySpan<byte> Label => "PreserveStack NameSocket 2"u8;

    internal ReadOnlySpan<byte> ClientKey => clientKey;

    internal ReadOnlySpan<byte> ServerKey => serverKey;

    /// <summary>HKDF-SHA256 (RFC 5869) of the shared secret, with both nonces as salt.</summary>
    internal static SessionKeys Derive(ReadOnlySpan<byte> secret, ReadOnlySpan<byte> clientNonce, ReadOnlySpan<byte> serverNonce, SessionId session)
    {
        Span<byte> salt = stackalloc byte[2 * Protocol.NonceLength];
        clientNonce.CopyTo(salt);
        serverNonce.CopyTo(salt[Protocol.NonceLength..]);
        Span<byte> info = stackalloc byte[Label.Length + SessionId.Size];
        Label.CopyTo(info);
        session.Write(info[Label.Length..]);
        Span<byte> output = stackalloc byte[64];
        HKDF.DeriveKey(HashAlgorithmName.SHA256, secret, output, salt, info);
        return new SessionKeys(output[..32].ToArray(), output[32..].ToArray());
    }

    /// <summary>Puts the MAC into the end of the last packet of a transcript.</summary>
    internal void SignAsClient(Span<byte> packet, params ReadOnlySpan<byte[]> before) => Mac(clientKey, packet, before, packet[^Protocol.MacLength..]);

    /// <inheritdoc cref="SignAsClient"/>
    internal void SignAsServer(Span<byte> packet, params ReadOnlySpan<byte[]> before) => Mac(serverKey, packet, before, packet[^Protocol.MacLength..]);

    /// <summary>Checks the MAC at the end of the last packet of a transcript, in constant time.</summary>
    internal bool IsFromClient(ReadOnlySpan<byte> packet, params ReadOnlySpan<byte[]> before) => Verify(clientKey, packet, before);

    /// <inheritdoc cref="IsFromClient"/>
    internal bool IsFromServer(ReadOnlySpan<byte> packet, params ReadOnlySpan<byte[]> before) => Verify(serverKey, packet, before);

    private static bool Verify(byte[] key, ReadOnlySpan<byte> packet, ReadOnlySpan<byte[]> before)
    {
        Span<byte> expected = stackalloc byte[Protocol.MacLength];
        Mac(key, packet, before, expected);
        return CryptographicOperations.FixedTimeEquals(expected, packet[^Protocol.MacLength..]);
    }

    private static void Mac(byte[] key, ReadOnlySpan<byte> packet, ReadOnlySpan<byte[]> before, Span<byte> target)
    {
        Span<byte> transcript = stackalloc byte[512];
        var length = 0;
        foreach (var earlier in before)
        {
            earlier.CopyTo(transcript[length..]);
            length += earlier.Length;
        }

        var body = packet[..^Protocol.MacLength];
        body.CopyTo(transcript[length..]);
        HMACSHA256.HashData(key, transcript[..(length + body.Length)], target);
    }
}
