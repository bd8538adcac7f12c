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
    /// <exception cref="NetworkInformationException">The system does not tell.</exception>
    internal static HashSet<IPAddress> Usable() => [.. Interop.WorkingAddresses().Select(address => address.Plain())];

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
