// SPDX-License-Identifier: MIT
using System.Collections.Concurrent;

namespace PreserveStack.NameSocket;

/// <summary>The sessions of a listener, by id and, for version 1, by endpoints.</summary>
internal sealed class SessionTable(int capacity)
{
    private readonly ConcurrentDictionary<SessionId, Session> _byId = new();
    private readonly ConcurrentDictionary<V1Key, Session> _byKey = new();
    private readonly ConcurrentDictionary<Session, V1Names?> _all = new();
    private readonly Tombstones _tombstones = new();
    private int _count;

    internal int Count => Volatile.Read(ref _count);

    internal ICollection<Session> All => _all.Keys;

    /// <summary>Adds a session and removes it when it ends.</summary>
    /// <returns>False if there are too many.</returns>
    internal bool TryAdd(Session session, V1Key? key)
    {
        if (Interlocked.Increment(ref _count) > capacity)
        {
            Interlocked.Decrement(ref _count);
            return false;
        }

        session.Ended = Remove;
        _all[session] = key is { } name ? new V1Names(name, name) : null;
        if (key is { } k)
        {
            _byKey[k] = session;
        }
        else if (session.Profile.Mode == SessionMode.Framed)
        {
            _byId[session.Profile.Id] = session;
        }

        Metrics.CountSession(isClient: false, 1);
        return true;
    }

    internal Session? Find(SessionId id) => _byId.GetValueOrDefault(id);

    internal bool TryFindGrave(SessionId id, out Tombstone tombstone) => _tombstones.TryGet(id, out tombstone);

    internal Session? Find(V1Key key) => _byKey.GetValueOrDefault(key);

    /// <summary>
    /// A session of version 1 goes by the endpoints of its last connection. It keeps the name that the client used,
    /// until the client uses the new one: RESUME_ACK may be lost, and then the client knows of no new connection.
    /// </summary>
    internal void Rename(Session session, V1Key used, V1Key next)
    {
        if (!_all.TryGetValue(session, out var names) || names is not { } old)
        {
            return;
        }

        var forgotten = used == old.Last ? old.Used : old.Last;
        if (forgotten != used)
        {
            _byKey.TryRemove(new KeyValuePair<V1Key, Session>(forgotten, session));
        }

        _byKey[next] = session;
        _all[session] = new V1Names(used, next);
    }

    private void Remove(Session session)
    {
        if (!_all.TryRemove(session, out var names))
        {
            return;
        }

        if (names is { } known)
        {
            _byKey.TryRemove(new KeyValuePair<V1Key, Session>(known.Used, session));
            _byKey.TryRemove(new KeyValuePair<V1Key, Session>(known.Last, session));
        }

        if (session.Profile.Keys is not null)
        {
            var reason = session.State == NameSocketState.Lost ? RefusalReason.UnknownSession
                : session.Error is null ? RefusalReason.Closed : RefusalReason.Aborted;
            var abort = session.Error is SessionAbortedException aborted ? aborted.Reason : AbortReason.Application;
            _tombstones.Add(session.Profile.Id, new Tombstone(session.Profile, reason, abort, session.ReceivedCounter));
            _byId.TryRemove(session.Profile.Id, out _);
        }

        Interlocked.Decrement(ref _count);
        Metrics.CountSession(isClient: false, -1);
    }

    /// <summary>The endpoints in the client's last RESUME, and those of the connection on which it came.</summary>
    private readonly record struct V1Names(V1Key Used, V1Key Last);
}
