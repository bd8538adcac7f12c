// SPDX-License-Identifier: MIT
using System.Net;

namespace PreserveStack.NameSocket;

/// <summary>
/// From where an address means the same host. A client that dials what a server tells it must not be made to dial hosts
/// that the server itself cannot reach: its own, those of its link or of its site.
/// </summary>
internal enum AddressReach
{
    /// <summary>127.0.0.0/8, ::1 (RFC 1122, RFC 4291).</summary>
    Host,

    /// <summary>169.254.0.0/16, fe80::/10 (RFC 3927, RFC 4291).</summary>
    Link,

    /// <summary>Private, shared and unique local addresses (RFC 1918, RFC 6598, RFC 4193, RFC 3879).</summary>
    Site,

    /// <summary>All others.</summary>
    World,
}

/// <summary>Finds it, and decides by it.</summary>
internal static class AddressReaches
{
    private static readonly IPNetwork[] Sites =
    [
        IPNetwork.Parse("10.0.0.0/8"),
        IPNetwork.Parse("172.16.0.0/12"),
        IPNetwork.Parse("192.168.0.0/16"),
        IPNetwork.Parse("100.64.0.0/10"),
        IPNetwork.Parse("fc00::/7"),
        IPNetwork.Parse("fec0::/10"),
    ];

    private static readonly IPNetwork LinkLocal = IPNetwork.Parse("169.254.0.0/16");

    /// <summary>Those of a peer's endpoints that it may know.</summary>
    /// <param name="endPoints">What it says.</param>
    /// <param name="nearest">Of the addresses at which it was met.</param>
    internal static IReadOnlyList<IPEndPoint> Believable(IEnumerable<IPEndPoint> endPoints, AddressReach nearest) =>
        [.. endPoints.Where(endPoint => Of(endPoint.Address) >= nearest)];

    /// <summary>How far an address reaches; one of IPv4 within IPv6 as far as that.</summary>
    internal static AddressReach Of(IPAddress address)
    {
        address = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        if (IPAddress.IsLoopback(address))
        {
            return AddressReach.Host;
        }

        if (address.IsIPv6LinkLocal || LinkLocal.Contains(address))
        {
            return AddressReach.Link;
        }

        return Array.Exists(Sites, site => site.Contains(address)) ? AddressReach.Site : AddressReach.World;
    }
}
