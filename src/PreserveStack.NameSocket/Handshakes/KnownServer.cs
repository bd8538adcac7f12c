// SPDX-License-Identifier: MIT
namespace PreserveStack.NameSocket;

/// <summary>What a client remembers of a server that takes early sessions.</summary>
/// <param name="PublicKey">The server's key.</param>
/// <param name="Boot">The run of the server that has this key.</param>
/// <param name="Window">Bytes that may be sent beyond the server's last acknowledgement.</param>
/// <param name="Lifetime">Time the server keeps sessions without a connection.</param>
internal sealed record KnownServer(byte[] PublicKey, SessionId Boot, int Window, TimeSpan Lifetime)
{
    /// <summary>The name of the key.</summary>
    internal byte[] KeyId { get; } = KeyAgreement.IdOf(PublicKey);
}
