// SPDX-License-Identifier: MIT
using System.Net.Sockets;
using System.Security.Cryptography;

namespace PreserveStack.NameSocket;

/// <summary>The client's side of the beginning of a session, and the choice of the version.</summary>
internal static class ClientHandshake
{
    // Of the time-out, so that a connection that falls silent leaves time for others.
    private const int Attempts = 3;
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(50);

    /// <summary>Begins a session; while the network fails, again and again until the time-out.</summary>
    internal static async Task<Beginning> BeginAsync(IDialer dialer, NameSocketOptions options, CancellationToken ct)
    {
        using var timeout = new CancellationTokenSource(options.HandshakeTimeout, options.TimeProvider);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(ct, timeout.Token);
        Exception? failure = null;
        try
        {
            for (var pause = FirstPause; ; pause = 2 * pause < options.MaxRetryDelay ? 2 * pause : options.MaxRetryDelay)
            {
                try
                {
                    return await BeginOnceAsync(dialer, options, both.Token).ConfigureAwait(false);
                }
                catch (HandshakeException e) when (e.IsOutage)
                {
                    failure = e;
                }

                await Task.Delay(pause, options.TimeProvider, both.Token).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException e) when (timeout.IsCancellationRequested && !ct.IsCancellationRequested)
        {
            throw NoAnswer(options, failure ?? e);
        }
    }

    private static async Task<Beginning> BeginOnceAsync(IDialer dialer, NameSocketOptions options, CancellationToken ct)
    {
        if (options.NewestVersion < 2)
        {
            return await OlderAsync(dialer, options, ct).ConfigureAwait(false);
        }

        var connection = await DialAsync(dialer, options, ct).ConfigureAwait(false);
        if (OpeningTo(dialer, connection, options) is { } opening)
        {
            return new Beginning(connection, opening.Profile(options), opening);
        }

        var limit = options.HandshakeTimeout / Attempts;
        using var silence = new CancellationTokenSource(limit, options.TimeProvider);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(ct, silence.Token);
        try
        {
            if (await TryVersion2Async(connection, options, both.Token).ConfigureAwait(false) is { } profile)
            {
                return new Beginning(connection, profile);
            }
        }
        catch (OperationCanceledException e) when (!ct.IsCancellationRequested)
        {
            throw new HandshakeException($"the peer did not answer for {limit.TotalSeconds:0.#} s", isTransient: true, e) { IsOutage = true };
        }

        return options is { OldestVersion: > 1, AllowPlainTcp: false }
            ? throw new HandshakeException(
                "the peer closed the connection without an answer: it does not speak version 2 of the protocol, or nobody is behind it", isTransient: false)
            : await OlderAsync(dialer, options, ct).ConfigureAwait(false);
    }

    internal static async Task<Connection> DialAsync(IDialer dialer, NameSocketOptions options, CancellationToken ct)
    {
        var socket = await dialer.DialAsync([], ct).ConfigureAwait(false);
        SocketSetup.Prepare(socket, options);
        return new Connection(socket);
    }

    private static Opening? OpeningTo(IDialer dialer, Connection connection, NameSocketOptions options) =>
        options.EarlySessions && connection.NameOfServer(dialer.Name) is { } name && KnownServers.Find(name, options.TimeProvider) is { } server
            ? Opening.To(name, server, options)
            : null;

    private static async Task<Beginning> OlderAsync(IDialer dialer, NameSocketOptions options, CancellationToken ct)
    {
        var connection = await DialAsync(dialer, options, ct).ConfigureAwait(false);
        var profile = new SessionProfile { IsClient = true, Mode = SessionMode.Raw, Lifetime = options.SessionLifetime };
        if (options.AllowPlainTcp)
        {
            return new Beginning(connection, profile with { Mode = SessionMode.Plain });
        }

        await SendAsync(connection, V1Packets.New(), ct).ConfigureAwait(false);
        return new Beginning(connection, profile);
    }

    /// <summary>Sends NEW and waits for NEW_ACK.</summary>
    /// <returns>Null, and the connection closed, if the peer speaks something else.</returns>
    internal static async Task<SessionProfile?> TryVersion2Async(Connection connection, NameSocketOptions options, CancellationToken ct)
    {
        var keys = KeyRing.Clients.Current(options.TimeProvider);
        var hello = V2Packets.New(options.ReceiveWindow, RandomNumberGenerator.GetBytes(Protocol.NonceLength), keys.PublicKey);
        var done = false;
        try
        {
            await SendAsync(connection, hello, ct).ConfigureAwait(false);
            if (!await connection.FillAsync(Protocol.HeaderLength, ct).ConfigureAwait(false))
            {
                return null;
            }

            if (PacketHeader.Is(connection.In, V2PacketType.Refused))
            {
                throw await RefusalAsync(connection, ct).ConfigureAwait(false);
            }

            if (!PacketHeader.Is(connection.In, V2PacketType.NewAck))
            {
                return options.AllowPlainTcp ? null : throw new HandshakeException("the peer speaks another protocol", isTransient: false);
            }

            var profile = await connection.FillAsync(V2Packets.NewAckLength, ct).ConfigureAwait(false)
                ? Accept(connection, hello, keys, options)
                : throw new HandshakeException("the connection was closed in the handshake", isTransient: true) { IsOutage = true };
            done = true;
            return profile;
        }
        catch (SocketException e)
        {
            // Nobody has said anything of versions: an orderly close would.
            throw new HandshakeException($"the connection failed in the handshake: {e.Message}", isTransient: true, e) { IsOutage = true };
        }
        finally
        {
            if (!done)
            {
                connection.Dispose();
                connection.ReleaseBuffers();
            }
        }
    }

    private static async Task<HandshakeException> RefusalAsync(Connection connection, CancellationToken ct)
    {
        var whole = await connection.FillAsync(V2Packets.RefusedLength, ct).ConfigureAwait(false);
        return Refusal(whole ? V2Fields.RefusedReason(connection.In) : default);
    }

    internal static HandshakeException Refusal(RefusalReason reason) => reason == RefusalReason.Overloaded
        ? new HandshakeException("the peer has too many sessions", isTransient: true)
        : new HandshakeException("the peer refused the session", isTransient: false);

    internal static HandshakeException NoAnswer(NameSocketOptions options, Exception? inner) =>
        new(
            $"no session within {options.HandshakeTimeout.TotalSeconds:0.#} s{(inner is HandshakeException failure ? $": {failure.Message}" : "")}",
            isTransient: true,
            inner);

    private static SessionProfile Accept(Connection connection, byte[] hello, KeyAgreement own, NameSocketOptions options)
    {
        var ack = connection.In[..V2Packets.NewAckLength];
        var session = V2Fields.NewAckSession(ack);
        var secret = own.Agree(V2Fields.NewAckPublicKey(ack));
        var keys = secret is null ? null : SessionKeys.Derive(secret.Value, V2Fields.NewNonce(hello), V2Fields.NewAckNonce(ack), session);
        if (keys is null || !keys.IsFromServer(ack, hello) || V2Fields.Window(ack) <= 0)
        {
            throw new HandshakeException("the peer's NEW_ACK is not valid", isTransient: false);
        }

        var server = new KnownServer(V2Fields.NewAckPublicKey(ack).ToArray(), V2Fields.NewAckBoot(ack), V2Fields.Window(ack), V2Fields.NewAckLifetime(ack));
        var profile = SessionProfile.OfClient(session, server, keys, options);
        connection.Consume(V2Packets.NewAckLength);
        return profile;
    }

    internal static async ValueTask SendAsync(Connection connection, ReadOnlyMemory<byte> packet, CancellationToken ct)
    {
        while (!packet.IsEmpty)
        {
            var sent = await connection.Socket.SendAsync(packet, SocketFlags.None, ct).ConfigureAwait(false);
            connection.CountHandshake(sent);
            packet = packet[sent..];
        }
    }
}
