// SPDX-License-Identifier: MIT
using System.Net.Sockets;
using System.Security.Cryptography;

namespace PreserveStack.NameSocket;

/// <summary>The server's side of handshakes: one call per connection that comes.</summary>
internal sealed partial class ServerHandshake(NameSocketOptions options, SessionTable table, Func<Session, Connection, bool> accepted) : IDisposable
{
    private readonly KeyRing _keys = new();

    /// <summary>Drawn anew with each listener, so that a client can tell a restart from a lost connection.</summary>
    internal SessionId Boot { get; } = SessionId.NewRandom();

    /// <inheritdoc/>
    public void Dispose() => _keys.Dispose();

    internal async Task HandleAsync(Socket socket)
    {
        var connection = new Connection(socket);
        var taken = false;
        using var timeout = new CancellationTokenSource(options.HandshakeTimeout, options.TimeProvider);
        try
        {
            taken = await ReadRequestAsync(connection, timeout.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // A plain client of a server that speaks first has nothing to say.
            taken = options.AllowPlainTcp && connection.InCount == 0 && BeginRaw(connection, SessionMode.Plain);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // A connection that dies in its handshake is nobody's yet.
        }
        finally
        {
            if (!taken)
            {
                Metrics.CountRefusal();
                connection.Dispose();
                connection.ReleaseBuffers();
            }
        }
    }

    private async ValueTask<bool> ReadRequestAsync(Connection connection, CancellationToken ct)
    {
        if (!await FillHeaderAsync(connection, ct).ConfigureAwait(false))
        {
            return false;
        }

        if (!PacketHeader.TryRead(connection.In, out var header))
        {
            return options.AllowPlainTcp && BeginRaw(connection, SessionMode.Plain);
        }

        return (header.Version, header.Type) switch
        {
            (Protocol.Version2, (byte)V2PacketType.New) when options.NewestVersion >= 2 => await NewAsync(connection, ct).ConfigureAwait(false),
            (Protocol.Version2, (byte)V2PacketType.Early) when options.NewestVersion >= 2 => await EarlyAsync(connection, ct).ConfigureAwait(false),
            (Protocol.Version2, (byte)V2PacketType.Resume) when options.NewestVersion >= 2 => await ResumeAsync(connection, ct).ConfigureAwait(false),
            (Protocol.Version1, (byte)V1PacketType.New) when options.OldestVersion == 1 => NewRaw(connection),
            (Protocol.Version1, (byte)V1PacketType.Resume or (byte)V1PacketType.ResumeIPv4) when options.OldestVersion == 1 =>
                await ResumeRawAsync(connection, (V1PacketType)header.Type, ct).ConfigureAwait(false),
            _ => false,
        };
    }

    // A plain peer's first message may be shorter than a header: one byte that does not fit decides.
    private static async ValueTask<bool> FillHeaderAsync(Connection connection, CancellationToken ct)
    {
        for (var count = 1; count <= Protocol.HeaderLength; count++)
        {
            if (!await connection.FillAsync(count, ct).ConfigureAwait(false))
            {
                return false;
            }

            if (count <= 2 && connection.In[count - 1] != (byte)(Protocol.Magic >> (8 * (2 - count))))
            {
                return true;
            }
        }

        return true;
    }

    private bool BeginRaw(Connection connection, SessionMode mode)
    {
        var session = new Session(new SessionProfile { IsClient = false, Mode = mode, Lifetime = options.SessionLifetime }, options);
        return table.TryAdd(session, mode == SessionMode.Raw ? V1Key.Of(connection.Socket, isClient: false) : null) && accepted(session, connection);
    }

    private bool NewRaw(Connection connection)
    {
        connection.Consume(Protocol.HeaderLength);
        return BeginRaw(connection, SessionMode.Raw);
    }

    private async ValueTask<bool> NewAsync(Connection connection, CancellationToken ct)
    {
        if (!await connection.FillAsync(V2Packets.NewLength, ct).ConfigureAwait(false))
        {
            return false;
        }

        var hello = connection.In[..V2Packets.NewLength].ToArray();
        connection.Consume(hello.Length);
        var own = _keys.Current(options.TimeProvider);
        if (V2Fields.Window(hello) <= 0 || own.Agree(V2Fields.NewPublicKey(hello)) is not { } secret)
        {
            return false;
        }

        var id = SessionId.NewRandom();
        var nonce = RandomNumberGenerator.GetBytes(Protocol.NonceLength);
        var keys = SessionKeys.Derive(secret.Value, V2Fields.NewNonce(hello), nonce, id);
        var session = new Session(SessionProfile.OfServer(id, keys, V2Fields.Window(hello), options), options);
        if (!table.TryAdd(session, null))
        {
            await ClientHandshake.SendAsync(connection, V2Packets.Refused(RefusalReason.Overloaded, Boot, 0), ct).ConfigureAwait(false);
            return false;
        }

        var ack = V2Packets.NewAck(options.ReceiveWindow, id, Boot, options.SessionLifetime, nonce, own.PublicKey);
        keys.SignAsServer(ack, hello);
        var begun = false;
        try
        {
            await ClientHandshake.SendAsync(connection, options.EarlySessions ? [.. ack, .. EarlyOffer()] : ack, ct).ConfigureAwait(false);
            begun = accepted(session, connection);
            return begun;
        }
        finally
        {
            if (!begun)
            {
                session.Abort(AbortReason.Overloaded, "the handshake was not finished");
            }
        }
    }

    private async ValueTask<bool> ResumeAsync(Connection connection, CancellationToken ct)
    {
        if (!await connection.FillAsync(V2Packets.ResumeLength, ct).ConfigureAwait(false))
        {
            return false;
        }

        var resume = connection.In[..V2Packets.ResumeLength].ToArray();
        connection.Consume(resume.Length);
        var session = table.Find(V2Fields.ResumeSession(resume));
        if (session is null || session.HasEnded || !session.Profile.IsAskedForBy(resume))
        {
            await ClientHandshake.SendAsync(connection, Refusal(resume), ct).ConfigureAwait(false);
            return false;
        }

        return await ChallengeAsync(connection, session, resume, ct).ConfigureAwait(false);
    }

    private static async ValueTask<bool> ChallengeAsync(Connection connection, Session session, byte[] request, CancellationToken ct)
    {
        var keys = session.Profile.Keys!;
        var number = session.NextChallenge();
        var challenge = V2Packets.Challenge(RandomNumberGenerator.GetBytes(Protocol.NonceLength), session.ReceivedCounter);
        keys.SignAsServer(challenge, request);
        await ClientHandshake.SendAsync(connection, challenge, ct).ConfigureAwait(false);
        if (!await connection.FillAsync(V2Packets.ConfirmLength, ct).ConfigureAwait(false)
            || !PacketHeader.Is(connection.In, V2PacketType.Confirm)
            || !keys.IsFromClient(connection.In[..V2Packets.ConfirmLength], request, challenge))
        {
            return false;
        }

        var received = V2Fields.ConfirmReceived(connection.In);
        var start = V2Fields.ConfirmStart(connection.In);
        connection.Consume(V2Packets.ConfirmLength);
        var outcome = session.ResumeAsServer(connection, number, received, start);
        if (outcome == ResumeOutcome.Impossible)
        {
            session.Abort(AbortReason.ProtocolError, "the client resumed with counters that do not fit");
        }

        return outcome == ResumeOutcome.Resumed;
    }

    private byte[] Refusal(byte[] request, RefusalReason otherwise = RefusalReason.UnknownSession)
    {
        // Only who has the key learns that the session existed.
        if (table.TryFindGrave(V2Fields.ResumeSession(request), out var grave) && grave.Profile.IsAskedForBy(request))
        {
            var proven = V2Packets.Refused(grave.Reason, Boot, grave.Received, grave.Abort);
            grave.Profile.Keys!.SignAsServer(proven, request);
            return proven;
        }

        return V2Packets.Refused(otherwise, Boot, 0);
    }

    private async ValueTask<bool> ResumeRawAsync(Connection connection, V1PacketType type, CancellationToken ct)
    {
        var length = V1Packets.ResumeLength(type);
        if (!await connection.FillAsync(length, ct).ConfigureAwait(false)
            || !V1Packets.TryParseResume(connection.In[..length], out var key, out var received)
            || table.Find(key) is not { } session)
        {
            return false;
        }

        connection.Consume(length);

        // Asked for before the session moves: a connection that is gone again has no endpoints.
        var next = V1Key.Of(connection.Socket, isClient: false);
        var outcome = session.ResumeRaw(
            connection,
            received,
            counter =>
            {
                // Before the client can know, and use, the new name.
                table.Rename(session, key, next);
                return V1Packets.ResumeAck(counter);
            },
            "the client resumed");
        if (outcome == ResumeOutcome.Impossible)
        {
            session.End(NameSocketState.Lost, new SessionLostException(SessionLossReason.BytesMissing, "the client misses bytes that are not kept any more"));
        }

        return outcome == ResumeOutcome.Resumed;
    }
}
