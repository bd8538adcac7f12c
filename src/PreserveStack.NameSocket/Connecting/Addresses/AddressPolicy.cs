// SPDX-License-Identifier: MIT
using System.Net;

namespace PreserveStack.NameSocket.Connecting.Addresses;

/// <summary>A row of the policy table of RFC 6724 section 2.1.</summary>
/// <param name="Prefix">The addresses it is about.</param>
/// <param name="Precedence">Destinations with a higher one come first.</param>
/// <param name="Label">A source suits a destination with the same label.</param>
internal sealed record AddressPolicy(IPNetwork Prefix, int Precedence, int Label)
{
    // The default table; the longest prefix comes first, so the first match is the best.
    private static readonly AddressPolicy[] Table =
    [
        new(IPNetwork.Parse("::1/128"), 50, 0),
        new(IPNetwork.Parse("0.0.0.0/0"), 35, 4), // ::ffff:0:0/96 in the RFC; IPNetwork does not look into mapped addresses
        new(IPNetwork.Parse("::/96"), 1, 3),
        new(IPNetwork.Parse("2001::/32"), 5, 5),
        new(IPNetwork.Parse("2002::/16"), 30, 2),
        new(IPNetwork.Parse("3ffe::/16"), 1, 12),
        new(IPNetwork.Parse("fec0::/10"), 1, 11),
        new(IPNetwork.Parse("fc00::/7"), 3, 13),
        new(IPNetwork.Parse("::/0"), 40, 1),
    ];

    public static AddressPolicy For(IPAddress address)
    {
        // A scope id is no part of the prefix.
        var plain = new IPAddress(address.GetAddressBytes());
        return Array.Find(Table, row => row.Prefix.Contains(plain))!;
    }
}
