// SPDX-License-Identifier: MIT
using System.Security.Cryptography;

namespace PreserveStack.NameSocket;

/// <summary>
/// An early session that the server has not answered yet (section 4 of the protocol document): the client knows the
/// server's key from an earlier one, and what it writes goes along with its first packet.
/// </summary>
internal sealed class Opening
{
    private readonly string _name;

    private Opening(string name, KnownServer server, byte[] packet, SessionKeys keys)
    {
        _name = name;
        Server = server;
        Packet = packet;
        Keys = keys;
    }

    internal KnownServer Server { get; }

    /// <summary>EARLY. It is sent again, the very same, if the connection fails before the answer.</summary>
    internal byte[] Packet { get; }

    internal SessionKeys Keys { get; }

    /// <summary>The server does not have the key any more, and so has taken nothing: the session has to begin anew.</summary>
    internal bool IsRefused { get; private set; }

    /// <summary>Makes the first packet and the keys.</summary>
    /// <returns>Null if the server's key is not valid.</returns>
    internal static Opening? To(string name, KnownServer server, NameSocketOptions options)
    {
        var own = KeyRing.Clients.Current(options.TimeProvider);
        if (own.Agree(server.PublicKey) is not { } secret)
        {
            return null;
        }

        var session = SessionId.NewRandom();
        var nonce = RandomNumberGenerator.GetBytes(Protocol.NonceLength);
        var keyId = KeyAgreement.IdOf(server.PublicKey);
        var keys = SessionKeys.DeriveEarly(secret, nonce, keyId, session);
        var packet = V2Packets.Early(options.ReceiveWindow, session, keyId, nonce, own.PublicKey);
        keys.SignAsClient(packet);
        return new Opening(name, server, packet, keys);
    }

    internal SessionProfile Profile(NameSocketOptions options) => SessionProfile.OfClient(V2Fields.ResumeSession(Packet), Server, Keys, options);

    internal bool IsAcceptedBy(ReadOnlySpan<byte> earlyAck) => Keys.IsFromServer(earlyAck, Packet) && V2Fields.EarlyAckBoot(earlyAck) == Server.Boot;

    internal void Refuse()
    {
        IsRefused = true;
        KnownServers.Forget(_name, Server);
    }
}
