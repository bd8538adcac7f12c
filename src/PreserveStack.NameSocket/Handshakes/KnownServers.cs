// SPDX-License-Identifier: MIT
namespace PreserveStack.NameSocket;

/// <summary>The servers of which this process knows a key.</summary>
internal static class KnownServers
{
    private const int Capacity = 256;
    private static readonly Lock Gate = new();
    private static readonly Dictionary<ServerName, (KnownServer Server, long Since, TimeSpan For)> All = [];

    internal static KnownServer? Find(ServerName name, TimeProvider time)
    {
        lock (Gate)
        {
            return All.TryGetValue(name, out var known) && time.GetElapsedTime(known.Since) < known.For ? known.Server : null;
        }
    }

    internal static void Remember(ServerName name, KnownServer server, TimeSpan duration, TimeProvider time)
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
    internal static void Forget(ServerName name, KnownServer server)
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
