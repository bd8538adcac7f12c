// SPDX-License-Identifier: MIT
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace PreserveStack.NameSocket.Connecting.Addresses;

/// <summary>What the kernel tells about the own IPv6 addresses in /proc/net/if_inet6.</summary>
/// <param name="isTransitionTunnel">Whether the device of that name is a tunnel of a transition mechanism.</param>
internal sealed class SourceTraitsTable(Func<string, bool> isTransitionTunnel)
{
    private const string AddressFile = "/proc/net/if_inet6";

    // Columns: address, and in hexadecimal the interface, prefix length, scope and flags; name of the device.
    private const int FlagsColumn = 4;
    private const int DeviceColumn = 5;
    private const int Columns = 6;

    // IFA_F_HOMEADDRESS and IFA_F_DEPRECATED of linux/if_addr.h.
    private const int HomeAddress = 0x10;
    private const int Deprecated = 0x20;

    /// <summary>Of the network namespace of this process.</summary>
    public static SourceTraitsTable OfHost { get; } = new(IsSit);

    /// <summary>The traits of an own address; none if it is IPv4, unknown, or the kernel has no IPv6.</summary>
    public SourceTraits Of(IPAddress address) =>
        address.AddressFamily == AddressFamily.InterNetworkV6 && File.Exists(AddressFile) ? Find(File.ReadLines(AddressFile), address) : SourceTraits.None;

    /// <summary>The traits of an address in lines of that file.</summary>
    internal SourceTraits Find(IEnumerable<string> lines, IPAddress address)
    {
        string wanted = Convert.ToHexStringLower(address.GetAddressBytes());
        foreach (string line in lines)
        {
            string[] columns = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (columns.Length == Columns && columns[0] == wanted)
            {
                return FromFlags(columns[FlagsColumn]) | (isTransitionTunnel(columns[DeviceColumn]) ? SourceTraits.Tunnel : SourceTraits.None);
            }
        }

        return SourceTraits.None;
    }

    private static SourceTraits FromFlags(string text)
    {
        _ = int.TryParse(text, NumberStyles.HexNumber, CultureInfo.InvariantCulture, out int flags);
        return ((flags & Deprecated) != 0 ? SourceTraits.Deprecated : SourceTraits.None)
            | ((flags & HomeAddress) != 0 ? SourceTraits.Home : SourceTraits.None);
    }

    // ARPHRD_SIT of linux/if_arp.h: IPv6 in IPv4, which all transition mechanisms of Linux are.
    private static bool IsSit(string device)
    {
        var type = new FileInfo($"/sys/class/net/{device}/type");
        return type.Exists && File.ReadAllText(type.FullName).Trim() == "776";
    }
}
