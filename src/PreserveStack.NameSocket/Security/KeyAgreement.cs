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

    // Of 16 bytes each.
    private const int MaxEarlySessions = 65_536;

    private readonly Lock _gate = new();
    private readonly Dictionary<UInt128, SharedSecret> _secrets = [];
    private readonly HashSet<SessionId> _earlySessions = [];
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
        Id = IdOf(PublicKey);
    }

    /// <summary>x and y of the public point.</summary>
    internal byte[] PublicKey { get; }

    /// <summary>By what a client names this key that it knows from an earlier session.</summary>
    internal byte[] Id { get; }

    /// <summary>No more early sessions can be told from repeated ones.</summary>
    internal bool IsUsedUp
    {
        get
        {
            lock (_gate)
            {
                return _earlySessions.Count >= MaxEarlySessions;
            }
        }
    }

    /// <summary>The first half of the key's SHA-256.</summary>
    internal static byte[] IdOf(ReadOnlySpan<byte> publicKey) => SHA256.HashData(publicKey)[..Protocol.KeyIdLength];

    /// <summary>
    /// Notes that an early session has begun with this key. Each can once only: whoever has recorded its first packet,
    /// and what the client wrote with it, must not have it delivered again.
    /// </summary>
    internal bool TryBeginEarly(SessionId session)
    {
        lock (_gate)
        {
            return _earlySessions.Count < MaxEarlySessions && _earlySessions.Add(session);
        }
    }

    /// <summary>Whether that early session has begun, and cannot again.</summary>
    internal bool HasBegunEarly(SessionId session)
    {
        lock (_gate)
        {
            return _earlySessions.Contains(session);
        }
    }

    /// <summary>Computes the shared secret, or remembers it.</summary>
    /// <returns>Null if the peer's key is not a point of the curve.</returns>
    internal SharedSecret? Agree(ReadOnlySpan<byte> peer)
    {
        var key = System.Buffers.Binary.BinaryPrimitives.ReadUInt128BigEndian(peer);
        lock (_gate)
        {
            if (_secrets.TryGetValue(key, out var known) && peer.SequenceEqual(known.Peer))
            {
                return known;
            }
        }

        try
        {
            using var other = ECDiffieHellman.Create(new ECParameters
            {
                Curve = ECCurve.NamedCurves.nistP256,
                Q = new ECPoint { X = peer[..CoordinateLength].ToArray(), Y = peer[CoordinateLength..].ToArray() },
            });
            var secret = new SharedSecret(peer.ToArray(), _pair.DeriveRawSecretAgreement(other.PublicKey));
            Remember(key, secret);
            return secret;
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _pair.Dispose();

    private void Remember(UInt128 key, SharedSecret secret)
    {
        lock (_gate)
        {
            if (_secrets.Count >= RememberedPeers)
            {
                _secrets.Clear();
            }

            _secrets[key] = secret;
        }
    }
}
