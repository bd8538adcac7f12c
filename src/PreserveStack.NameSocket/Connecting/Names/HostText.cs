// SPDX-License-Identifier: MIT
using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Net.Sockets;
using PreserveStack.NameSocket.Connecting.Addresses;

namespace PreserveStack.NameSocket.Connecting.Names;

/// <summary>Reads what users write for a host, as getaddrinfo(3) does: addresses with a scope, and brackets as in URLs.</summary>
internal static class HostText
{
    /// <summary>Whether the text can only be an address, right or wrong, since no name looks like it.</summary>
    public static bool IsNumeric(string host) => host.Contains(':', StringComparison.Ordinal) || IPAddress.TryParse(host, out _);

    /// <summary>
    /// Reads an address: "192.0.2.1", "2001:db8::1", "[2001:db8::1]", "fe80::1%eth0". Addresses that map IPv4 into IPv6
    /// become those of IPv4.
    /// </summary>
    public static bool TryParseAddress(string host, [NotNullWhen(true)] out IPAddress? address)
    {
        bool bracketed = host.StartsWith('[');
        if (bracketed && !host.EndsWith(']'))
        {
            address = null;
            return false;
        }

        string text = bracketed ? host[1..^1] : host;
        if (!IPAddress.TryParse(text, out address) || text.StartsWith('['))
        {
            return false;
        }

        if (address.AddressFamily != AddressFamily.InterNetworkV6)
        {
            return !bracketed;
        }

        // A scope that does not exist is silently read as none, and would then lead anywhere.
        if (text.Contains('%', StringComparison.Ordinal) && address.ScopeId == 0)
        {
            return false;
        }

        address = address.Unmapped();
        return true;
    }
}
