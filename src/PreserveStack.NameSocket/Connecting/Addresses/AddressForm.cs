// SPDX-License-Identifier: MIT
using System.Net;

namespace PreserveStack.NameSocket.Connecting.Addresses;

/// <summary>Other ways to write an address that mean the same.</summary>
internal static class AddressForm
{
    /// <summary>The IPv4 address where an IPv6 one stands for it, since only the kernel's IPv4 side can reach it.</summary>
    public static IPAddress Unmapped(this IPAddress address) => address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;

    /// <summary>As <see cref="Unmapped"/>, and without the number of an interface, which means nothing to other hosts.</summary>
    public static IPAddress Plain(this IPAddress address) => new(address.Unmapped().GetAddressBytes());
}
