// SPDX-License-Identifier: MIT
using System.Net;
using System.Net.Sockets;

namespace PreserveStack.NameSocket.Connecting.Addresses;

/// <summary>How far an address reaches, in the numbers of RFC 6724 section 3.1; they grow with the reach.</summary>
internal static class AddressScope
{
    public const int LinkLocal = 0x2;
    public const int SiteLocal = 0x5;
    public const int Global = 0xe;

    public static int Of(IPAddress address)
    {
        Span<byte> bytes = stackalloc byte[16];
        address.TryWriteBytes(bytes, out _);
        if (address.AddressFamily == AddressFamily.InterNetwork)
        {
            // Section 3.2: loopback and 169.254/16 reach the link; private addresses count as global.
            return bytes[0] == 127 || (bytes[0] == 169 && bytes[1] == 254) ? LinkLocal : Global;
        }

        if (address.IsIPv6Multicast)
        {
            return bytes[1] & 0xf;
        }

        if (address.IsIPv6LinkLocal || IPAddress.IPv6Loopback.Equals(address))
        {
            return LinkLocal;
        }

        return address.IsIPv6SiteLocal ? SiteLocal : Global;
    }
}
