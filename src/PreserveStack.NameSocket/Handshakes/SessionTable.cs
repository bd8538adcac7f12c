// SPDX-License-Identifier: MIT
using System.Collections.Concurrent;

namespace PreserveStack.NameSocket;

/// <summary>The sessions of a listener, by id and, for version 1, by endpoints.</summary>
internal sealed class SessionTable(int capacity)
{
    private readonly ConcurrentDictionary<SessionId, Session> _byId = new();
    private readonly ConcurrentDictionary<V1Key, Session> _byKey = new();
    private readonly ConcurrentDictionary<Session, V1Key?> _all = new();
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
        _all[session] = key;
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

    /// <summary>A session of version 1 goes by the endpoints of its last connection.</summary>
    internal void Rename(Session session, V1Key from, V1Key to)
    {
        _byKey.TryRemove(from, out _);
        _byKey[to] = session;
        _all[session] = to;
    }

    private void Remove(Session session)
    {
        if (!_all.TryRemove(session, out var key))
        {
            return;
        }

        if (key is { } k)
        {
            _byKey.TryRemove(new KeyValuePair<V1Key, Session>(k, session));
        }

        if (session.Profile.Keys is { } keys)
        {
            var reason = session.State == NameSocketState.Lost ? RefusalReason.UnknownSession
                : session.Error is null ? RefusalReason.Closed : RefusalReason.Aborted;
            var abort = session.Error is SessionAbortedException aborted ? aborted.Reason : AbortReason.Application;
            _tombstones.Add(session.Profile.Id, new Tombstone(keys, reason, abort, session.ReceivedCounter));
            _byId.TryRemove(session.Profile.Id, out _);
        }

        Interlocked.Decrement(ref _count);
        Metrics.CountSession(isClient: false, -1);
    }
}
