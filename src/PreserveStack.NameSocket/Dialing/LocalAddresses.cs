// SPDX-License-Identifier: MIT
using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using PreserveStack.NameSocket.Connecting.Addresses;

namespace PreserveStack.NameSocket;

/// <summary>The addresses of this host.</summary>
internal static class LocalAddresses
{
    /// <summary>Addresses of interfaces that are up and have a carrier.</summary>
    internal static HashSet<IPAddress> Usable()
    {
        var usable = new HashSet<IPAddress>();
        foreach (var link in NetworkInterface.GetAllNetworkInterfaces())
        {
            // Loopback and some virtual links say "unknown", and work.
            if (link.OperationalStatus is OperationalStatus.Up or OperationalStatus.Unknown)
            {
                usable.UnionWith(link.GetIPProperties().UnicastAddresses.Select(a => a.Address.Plain()));
            }
        }

        return usable;
    }

    /// <summary>Endpoints that a client may reach a listener by.</summary>
    internal static IReadOnlyList<IPEndPoint> Of(IPEndPoint listening)
    {
        if (!listening.Address.Equals(IPAddress.IPv6Any) && !listening.Address.Equals(IPAddress.Any))
        {
            return [listening];
        }

        try
        {
            return [.. Usable()
                .Where(a => !IPAddress.IsLoopback(a) && !a.IsIPv6LinkLocal)
                .Where(a => a.AddressFamily == AddressFamily.InterNetwork || listening.AddressFamily == AddressFamily.InterNetworkV6)
                .OrderByDescending(a => a.AddressFamily == AddressFamily.InterNetworkV6)
                .Take(Protocol.MaxAddresses)
                .Select(a => new IPEndPoint(a, listening.Port))];
        }
        catch (NetworkInformationException)
        {
            return [];
        }
    }
}
