// SPDX-License-Identifier: MIT
namespace PreserveStack.NameSocket;

/// <summary>The servers of which this process knows a key, by the names under which they were reached.</summary>
internal static class KnownServers
{
    private const int Capacity = 256;
    private static readonly Lock Gate = new();
    private static readonly Dictionary<string, (KnownServer Server, long Since, TimeSpan For)> All = [];

    internal static KnownServer? Find(string? name, TimeProvider time)
    {
        lock (Gate)
        {
            return name is not null && All.TryGetValue(name, out var known) && time.GetElapsedTime(known.Since) < known.For ? known.Server : null;
        }
    }

    internal static void Remember(string name, KnownServer server, TimeSpan duration, TimeProvider time)
    {
        lock (Gate)
        {
            if (All.Count >= Capacity && !All.ContainsKey(name))
            {
                All.Clear();
            }

            All[name] = (server, time.GetTimestamp(), duration);
        }
    }

    /// <summary>Forgets a server whose key is no good any more, unless a newer one is known.</summary>
    internal static void Forget(string name, KnownServer server)
    {
        lock (Gate)
        {
            if (All.TryGetValue(name, out var known) && known.Server == server)
            {
                All.Remove(name);
            }
        }
    }
}
