// SPDX-License-Identifier: MIT
using System.Net;
using System.Net.NetworkInformation;
using System.Runtime.CompilerServices;
using PreserveStack.NameSocket.Connecting.Addresses;

namespace PreserveStack.NameSocket;

/// <summary>
/// Tells the sessions of this process about changes of the network. A session whose local address is gone, or whose
/// link is down or without a carrier, resumes at once; one that waits to try again, tries now.
/// </summary>
internal static class LinkWatch
{
    private static readonly ConditionalWeakTable<Session, Resumer> Sessions = [];
    private static int _subscribed;

    internal static void Add(Session session, Resumer resumer)
    {
        if (Interlocked.Exchange(ref _subscribed, 1) == 0)
        {
            NetworkWatch.Changed += OnChange;
        }

        Sessions.Add(session, resumer);
    }

    internal static void Remove(Session session) => Sessions.Remove(session);

    private static void OnChange()
    {
        HashSet<IPAddress>? usable = null;
        foreach (var (session, resumer) in Sessions)
        {
            try
            {
                usable ??= LocalAddresses.Usable();
                Tell(session, resumer, usable);
            }
            catch (NetworkInformationException)
            {
                // The next message comes soon.
                return;
            }
        }
    }

    private static void Tell(Session session, Resumer resumer, HashSet<IPAddress> usable)
    {
        if (session.State != NameSocketState.Connected)
        {
            resumer.Start("the network changed");
        }
        else if (session.LocalEndPoint is { } local && !usable.Contains(local.Address.Plain()))
        {
            session.LoseLocalAddress();
        }
    }
}
