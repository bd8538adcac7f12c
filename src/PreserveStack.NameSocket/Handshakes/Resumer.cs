// SPDX-License-Identifier: MIT
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;

namespace PreserveStack.NameSocket;

/// <summary>
/// What a client does when its connection is suspect or gone: dials again, until the session goes on or has ended.
/// At most one attempt runs at a time.
/// </summary>
internal sealed class Resumer : IDisposable
{
    // A name may for a while lead to a host that never knew the session.
    private const int BelievedRefusals = 3;

    // Of the first attempt's time, in silences.
    private const int FirstLimit = 4;
    private static readonly TimeSpan FirstDelay = TimeSpan.FromMilliseconds(50);

    private readonly Session _session;
    private readonly IDialer _dialer;
    private readonly NameSocketOptions _options;
    private readonly SemaphoreSlim _kick = new(0, 1);
    private readonly CancellationTokenSource _ended = new();
    private int _running;
    private int _refusals;
    private EndPoint? _lastRemote;
    private V1Key? _v1Key;

    internal Resumer(Session session, IDialer dialer, NameSocketOptions options)
    {
        _session = session;
        _dialer = dialer;
        _options = options;
        Remember(session.Current);
    }

    /// <summary>Starts to resume, if it is not under way; if it waits to try again, it does so now.</summary>
    internal void Start(string cause)
    {
        if (Interlocked.Exchange(ref _running, 1) == 0)
        {
            _ = RunAsync(cause);
        }
        else if (_kick.CurrentCount == 0)
        {
            try
            {
                _kick.Release();
            }
            catch (SemaphoreFullException)
            {
                // Somebody else did.
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        // Not disposed of: an attempt that is just ending may look at them once more.
        _ended.Cancel();
    }

    private async Task RunAsync(string cause)
    {
        await Task.Yield();
        using var activity = Metrics.Activities.StartActivity("namesocket.resume", ActivityKind.Client);
        var trial = _session.Current is { IsBroken: false } old ? new Trial(old, old.Heard) : (Trial?)null;
        var delay = FirstDelay;

        // An attempt may itself fall into a silence; the next ones are given more time, for long paths.
        var limit = FirstLimit * _options.SilenceFloor;
        while (!_session.HasEnded)
        {
            var outcome = await TryOnceAsync(trial, cause, limit < _options.HandshakeTimeout ? limit : _options.HandshakeTimeout).ConfigureAwait(false);
            if (outcome == ResumeOutcome.Impossible)
            {
                _session.End(NameSocketState.Lost, new SessionLostException(SessionLossReason.BytesMissing, "bytes are missing that are not kept any more"));
            }

            if (outcome is not null || (trial is { } t && t.IsProven(_session.Current)))
            {
                break;
            }

            await PauseAsync(delay).ConfigureAwait(false);
            delay = delay * 2 < _options.MaxRetryDelay ? delay * 2 : _options.MaxRetryDelay;
            limit = limit < _options.HandshakeTimeout ? limit * 2 : limit;
        }

        Volatile.Write(ref _running, 0);
        if (!_session.HasEnded && _session.Current is null)
        {
            // The connection failed between the end of the loop and now.
            Start(cause);
        }
    }

    private async Task PauseAsync(TimeSpan delay)
    {
        // A thousand sessions of one server must not come back in step.
        var jittered = delay * (0.5 + (Random.Shared.NextDouble() / 2));
        using var timeout = new CancellationTokenSource(jittered, _options.TimeProvider);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, _ended.Token);
        try
        {
            await _kick.WaitAsync(both.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // The pause is over.
        }
    }

    /// <summary>The endpoints that the peer has offered; the one that just failed is the least likely to work.</summary>
    private List<IPEndPoint> OfferedFailedLast() => [.. _session.Offered.OrderBy(e => e.Equals(_lastRemote))];

    /// <summary>One connection, one handshake.</summary>
    /// <returns>Null if it did not work and may be tried again.</returns>
    private async Task<ResumeOutcome?> TryOnceAsync(Trial? trial, string cause, TimeSpan limit)
    {
        using var timeout = new CancellationTokenSource(limit, _options.TimeProvider);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, _ended.Token);
        Connection? connection = null;
        var taken = false;
        try
        {
            _session.Log(NameSocketLogLevel.Debug, "attempting resume");
            var socket = await _dialer.DialAsync(OfferedFailedLast(), both.Token).ConfigureAwait(false);
            connection = new Connection(socket);
            SocketSetup.Prepare(socket, _options);
            var outcome = _session switch
            {
                { Opening.IsRefused: true } => await BeginAnewAsync(connection, both.Token).ConfigureAwait(false),
                { Profile.Mode: SessionMode.Framed } => await ResumeFramedAsync(connection, trial, cause, both.Token).ConfigureAwait(false),
                _ => await ResumeRawAsync(connection, cause, both.Token).ConfigureAwait(false),
            };
            taken = outcome == ResumeOutcome.Resumed;
            if (taken)
            {
                _refusals = 0;
                Remember(connection);
            }

            return outcome;
        }
        catch (HandshakeException e) when (!e.IsTransient)
        {
            _session.End(NameSocketState.Lost, e);
            return ResumeOutcome.Ended;
        }
        catch (Exception e) when (e is SocketException or OperationCanceledException or NameSocketException or ObjectDisposedException)
        {
            _session.Log(NameSocketLogLevel.Debug, $"resume did not work: {e.Message}");
            return null;
        }
        finally
        {
            if (!taken && connection is not null)
            {
                connection.Dispose();
                connection.ReleaseBuffers();
            }
        }
    }

    private void Remember(Connection? connection)
    {
        try
        {
            if (connection is not null)
            {
                _lastRemote = connection.Socket.RemoteEndPoint;
                _v1Key = _session.Profile.Mode == SessionMode.Raw ? V1Key.Of(connection.Socket, isClient: true) : null;
            }
        }
        catch (Exception e) when (e is ObjectDisposedException or SocketException)
        {
            // It is gone already; the names of the one before stay.
        }
    }

    /// <summary>The server has not taken the session early, so it begins with the full handshake.</summary>
    private async Task<ResumeOutcome?> BeginAnewAsync(Connection connection, CancellationToken ct)
    {
        var profile = await ClientHandshake.TryVersion2Async(connection, _options, ct).ConfigureAwait(false);
        return profile is null ? null : _session.BeginAnew(connection, profile);
    }

    private async Task<ResumeOutcome?> ResumeFramedAsync(Connection connection, Trial? trial, string cause, CancellationToken ct)
    {
        // Whether the first packet of an early session came, nobody can tell: the same one begins or resumes it.
        var opening = _session.Opening;
        var request = opening?.Packet ?? Resume();
        await ClientHandshake.SendAsync(connection, request, ct).ConfigureAwait(false);
        if (!await connection.FillAsync(Protocol.HeaderLength, ct).ConfigureAwait(false))
        {
            return null;
        }

        if (PacketHeader.Is(connection.In, V2PacketType.Refused))
        {
            return await connection.FillAsync(V2Packets.RefusedLength, ct).ConfigureAwait(false) ? TakeRefusal(connection, request, opening) : null;
        }

        if (opening is not null && PacketHeader.Is(connection.In, V2PacketType.EarlyAck))
        {
            return await connection.FillAsync(V2Packets.EarlyAckLength, ct).ConfigureAwait(false) ? TakeEarlyAck(connection, opening) : null;
        }

        if (!PacketHeader.Is(connection.In, V2PacketType.Challenge) || !await connection.FillAsync(V2Packets.ChallengeLength, ct).ConfigureAwait(false))
        {
            return null;
        }

        var challenge = connection.In[..V2Packets.ChallengeLength].ToArray();
        connection.Consume(V2Packets.ChallengeLength);
        var keys = _session.Profile.Keys!;
        if (!keys.IsFromServer(challenge, request))
        {
            _session.Log(NameSocketLogLevel.Error, "a CHALLENGE was not from the server of this session");
            return null;
        }

        return _session.ResumeAsClient(connection, V2Fields.ChallengeReceived(challenge), trial, cause, (received, start) =>
        {
            var confirm = V2Packets.Confirm(received, start);
            keys.SignAsClient(confirm, request, challenge);
            return confirm;
        });
    }

    private byte[] Resume()
    {
        var resume = V2Packets.Resume(_session.Profile.Id, RandomNumberGenerator.GetBytes(Protocol.NonceLength), _session.ReceivedCounter);
        _session.Profile.Keys!.SignAsClient(resume);
        return resume;
    }

    private ResumeOutcome? TakeEarlyAck(Connection connection, Opening opening)
    {
        if (!opening.IsAcceptedBy(connection.In[..V2Packets.EarlyAckLength]))
        {
            _session.Log(NameSocketLogLevel.Error, "an EARLY_ACK was not from the server whose key is known");
            return null;
        }

        connection.Consume(V2Packets.EarlyAckLength);
        return _session.BeginAnew(connection, _session.Profile);
    }

    private ResumeOutcome? TakeRefusal(Connection connection, byte[] request, Opening? opening)
    {
        var refused = connection.In[..V2Packets.RefusedLength];
        var reason = V2Fields.RefusedReason(refused);
        if (opening is not null && reason == RefusalReason.UnknownKey)
        {
            return TakeUnknownKey(opening, V2Fields.RefusedBoot(refused));
        }

        if (opening is not null && reason == RefusalReason.Overloaded)
        {
            _session.End(NameSocketState.Lost, ClientHandshake.Refusal(reason));
            return ResumeOutcome.Ended;
        }

        var authentic = _session.Profile.Keys!.IsFromServer(refused, request);
        if (reason == RefusalReason.Overloaded || (!authentic && (reason != RefusalReason.UnknownSession || ++_refusals < BelievedRefusals)))
        {
            return null;
        }

        if (reason == RefusalReason.Closed)
        {
            _session.EndByRefusal(V2Fields.RefusedReceived(refused));
        }
        else if (reason == RefusalReason.Aborted)
        {
            _session.End(NameSocketState.Closed, new SessionAbortedException(V2Fields.RefusedAbort(refused), byPeer: true, "the peer aborted the session"));
        }
        else
        {
            var restarted = V2Fields.RefusedBoot(refused) != _session.Profile.Server!.Boot;
            _session.End(NameSocketState.Lost, restarted
                ? new SessionLostException(SessionLossReason.ServerRestarted, "the server has been restarted and knows nothing of the session")
                : new SessionLostException(SessionLossReason.UnknownToServer, "the server does not know the session any more"));
        }

        return ResumeOutcome.Ended;
    }

    /// <summary>A server that has only changed its key would know the session if it had taken it; one that has been restarted may have.</summary>
    private ResumeOutcome? TakeUnknownKey(Opening opening, SessionId boot)
    {
        if (boot == opening.Server.Boot)
        {
            opening.Refuse();
            return null;
        }

        if (++_refusals < BelievedRefusals)
        {
            return null;
        }

        opening.Forget();
        _session.End(NameSocketState.Lost, new SessionLostException(
            SessionLossReason.ServerRestarted, "the server has been restarted, and may have taken what was written before"));
        return ResumeOutcome.Ended;
    }

    private async Task<ResumeOutcome?> ResumeRawAsync(Connection connection, string cause, CancellationToken ct)
    {
        if (_v1Key is not { } key)
        {
            return ResumeOutcome.Impossible;
        }

        await ClientHandshake.SendAsync(connection, V1Packets.Resume(key, _session.Freeze()), ct).ConfigureAwait(false);
        if (!await connection.FillAsync(V1Packets.ResumeAckLength, ct).ConfigureAwait(false)
            || !V1Packets.TryParseResumeAck(connection.In[..V1Packets.ResumeAckLength], out var received))
        {
            // Version 1 has no word for "unknown": a server that closes does not know the session.
            return ++_refusals < BelievedRefusals ? null : ResumeOutcome.Impossible;
        }

        connection.Consume(V1Packets.ResumeAckLength);
        return _session.ResumeRaw(connection, received, acknowledge: null, cause);
    }
}
