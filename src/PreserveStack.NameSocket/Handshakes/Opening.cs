// SPDX-License-Identifier: MIT
namespace PreserveStack.NameSocket;

/// <summary>
/// An early session that the server has not answered yet (section 3.1 of the protocol document): the client knows the
/// server's key from an earlier one, and what it writes goes along with its first packet.
/// </summary>
internal sealed class Opening
{
    private readonly ServerName _name;
    private readonly EarlyKeys _keys;

    private Opening(ServerName name, KnownServer server, byte[] packet, EarlyKeys keys)
    {
        _name = name;
        _keys = keys;
        Server = server;
        Packet = packet;
    }

    internal KnownServer Server { get; }

    /// <summary>EARLY. It is sent again, the very same, if the connection fails before the answer.</summary>
    internal byte[] Packet { get; }

    /// <summary>The server does not have the key any more, and so has taken nothing: the session has to begin anew.</summary>
    internal bool IsRefused { get; private set; }

    /// <summary>Makes the first packet and the keys.</summary>
    /// <returns>Null if the server's key is not valid.</returns>
    internal static Opening? To(ServerName name, KnownServer server, NameSocketOptions options)
    {
        var own = KeyRing.Clients.Current(options.TimeProvider);
        if (own.Agree(server.PublicKey) is not { } secret)
        {
            return null;
        }

        var packet = V2Packets.Early(options.ReceiveWindow, SessionId.NewRandom(), server.KeyId, own.PublicKey);
        var keys = EarlyKeys.Derive(secret.Extract(server.KeyId), packet);
        keys.Sign(packet);
        return new Opening(name, server, packet, keys);
    }

    internal SessionProfile Profile(NameSocketOptions options) => SessionProfile.OfClient(V2Fields.ResumeSession(Packet), Server, _keys.Session, options);

    internal bool IsAcceptedBy(ReadOnlySpan<byte> earlyAck) => _keys.IsAccepted(earlyAck);

    internal void Refuse()
    {
        IsRefused = true;
        Forget();
    }

    /// <summary>Whatever this is, it is not the server that was known: the next session waits for an answer.</summary>
    internal void Forget() => KnownServers.Forget(_name, Server);
}
