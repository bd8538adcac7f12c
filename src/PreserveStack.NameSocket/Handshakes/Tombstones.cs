// SPDX-License-Identifier: MIT
namespace PreserveStack.NameSocket;

/// <summary>
/// Sessions that ended a short while ago, with their keys: a client whose last acknowledgement was lost comes back
/// and is told the truth, with proof. The oldest are forgotten first.
/// </summary>
internal sealed class Tombstones
{
    private const int Capacity = 4096;
    private readonly Lock _gate = new();
    private readonly Dictionary<SessionId, Tombstone> _graves = [];
    private readonly Queue<SessionId> _order = new();

    internal void Add(SessionId id, Tombstone tombstone)
    {
        lock (_gate)
        {
            if (_order.Count == Capacity)
            {
                _graves.Remove(_order.Dequeue());
            }

            _order.Enqueue(id);
            _graves[id] = tombstone;
        }
    }

    internal bool TryGet(SessionId id, out Tombstone tombstone)
    {
        lock (_gate)
        {
            return _graves.TryGetValue(id, out tombstone);
        }
    }
}
