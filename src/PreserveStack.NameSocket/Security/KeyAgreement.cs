// SPDX-License-Identifier: MIT
using System.Security.Cryptography;

namespace PreserveStack.NameSocket;

/// <summary>
/// ECDH on P-256 with a key pair that serves many sessions. Elliptic curve operations cost more than a loopback
/// connection, and since both nonces go into the keys of a session nothing is lost by remembering the secret shared
/// with a peer's public key.
/// </summary>
internal sealed class KeyAgreement : IDisposable
{
    private const int RememberedPeers = 256;
    private const int CoordinateLength = 32;

    private readonly Lock _gate = new();
    private readonly Dictionary<UInt128, (byte[] Peer, byte[] Secret)> _secrets = [];
    private readonly ECDiffieHellman _pair;

    internal KeyAgreement()
        : this(ECDiffieHellman.Create(ECCurve.NamedCurves.nistP256))
    {
    }

    internal KeyAgreement(ECDiffieHellman pair)
    {
        _pair = pair;
        var point = pair.ExportParameters(false).Q;
        PublicKey = [.. point.X!, .. point.Y!];
    }

    /// <summary>x and y of the public point.</summary>
    internal byte[] PublicKey { get; }

    /// <summary>The x coordinate of the shared point.</summary>
    /// <returns>Null if the peer's key is not a point of the curve.</returns>
    internal byte[]? Agree(ReadOnlySpan<byte> peer)
    {
        var key = System.Buffers.Binary.BinaryPrimitives.ReadUInt128BigEndian(peer);
        lock (_gate)
        {
            if (_secrets.TryGetValue(key, out var known) && peer.SequenceEqual(known.Peer))
            {
                return known.Secret;
            }
        }

        try
        {
            using var other = ECDiffieHellman.Create(new ECParameters
            {
                Curve = ECCurve.NamedCurves.nistP256,
                Q = new ECPoint { X = peer[..CoordinateLength].ToArray(), Y = peer[CoordinateLength..].ToArray() },
            });
            var secret = _pair.DeriveRawSecretAgreement(other.PublicKey);
            Remember(key, peer.ToArray(), secret);
            return secret;
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _pair.Dispose();

    private void Remember(UInt128 key, byte[] peer, byte[] secret)
    {
        lock (_gate)
        {
            if (_secrets.Count >= RememberedPeers)
            {
                _secrets.Clear();
            }

            _secrets[key] = (peer, secret);
        }
    }
}
