// SPDX-License-Identifier: MIT
using System.Security.Cryptography;

namespace PreserveStack.NameSocket;

/// <summary>
/// The keys of an early session, and what proves to each end that the other has them (section 3.1). All come out of one
/// expansion of HKDF-SHA256 (RFC 5869) over the first packet: a short session does little else that costs.
/// </summary>
internal sealed class EarlyKeys
{
    private readonly byte[] _clientProof;
    private readonly byte[] _serverProof;

    private EarlyKeys(SessionKeys session, byte[] clientProof, byte[] serverProof)
    {
        Session = session;
        _clientProof = clientProof;
        _serverProof = serverProof;
    }

    private static ReadOnlySpan<byte> Label => "PreserveStack NameSocket 2 early"u8;

    /// <summary>The keys of the session.</summary>
    internal SessionKeys Session { get; }

    /// <summary>The keys of the session that a first packet begins.</summary>
    /// <param name="extracted">What <see cref="SharedSecret.Extract"/> gives.</param>
    /// <param name="early">EARLY; its proof is not looked at.</param>
    internal static EarlyKeys Derive(ReadOnlySpan<byte> extracted, ReadOnlySpan<byte> early)
    {
        var body = early[..^Protocol.ProofLength];
        Span<byte> info = stackalloc byte[Label.Length + body.Length];
        Label.CopyTo(info);
        body.CopyTo(info[Label.Length..]);
        Span<byte> output = stackalloc byte[64 + (2 * Protocol.ProofLength)];
        HKDF.Expand(HashAlgorithmName.SHA256, extracted, output, info);
        return new EarlyKeys(
            new SessionKeys(output[..32].ToArray(), output[32..64].ToArray()),
            output.Slice(64, Protocol.ProofLength).ToArray(),
            output[^Protocol.ProofLength..].ToArray());
    }

    /// <summary>Puts the client's proof into EARLY.</summary>
    internal void Sign(Span<byte> early) => _clientProof.CopyTo(early[^Protocol.ProofLength..]);

    /// <summary>Puts the server's proof into EARLY_ACK.</summary>
    internal void Accept(Span<byte> earlyAck) => _serverProof.CopyTo(earlyAck[^Protocol.ProofLength..]);

    internal bool IsFromClient(ReadOnlySpan<byte> early) => CryptographicOperations.FixedTimeEquals(_clientProof, early[^Protocol.ProofLength..]);

    internal bool IsAccepted(ReadOnlySpan<byte> earlyAck) => CryptographicOperations.FixedTimeEquals(_serverProof, earlyAck[^Protocol.ProofLength..]);
}
