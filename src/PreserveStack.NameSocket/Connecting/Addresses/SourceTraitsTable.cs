// SPDX-License-Identifier: MIT
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace PreserveStack.NameSocket.Connecting.Addresses;

/// <summary>What the kernel tells about the own IPv6 addresses in /proc/net/if_inet6.</summary>
/// <param name="read">Reads the lines of that file.</param>
/// <param name="isTransitionTunnel">Whether the device of that name is a tunnel of a transition mechanism.</param>
internal sealed class SourceTraitsTable(Func<IEnumerable<string>> read, Func<string, bool> isTransitionTunnel)
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
    public static SourceTraitsTable OfHost { get; } = new(() => File.ReadLines(AddressFile), IsSit);

    /// <summary>The traits of an own address; none if it is IPv4, or if nothing can be known about it.</summary>
    public SourceTraits Of(IPAddress address)
    {
        try
        {
            return address.AddressFamily == AddressFamily.InterNetworkV6 ? Find(address) : SourceTraits.None;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // A kernel without IPv6, no file descriptor left, or a device that has just gone: these rules decide nothing then.
            return SourceTraits.None;
        }
    }

    private SourceTraits Find(IPAddress address)
    {
        string wanted = Convert.ToHexStringLower(address.GetAddressBytes());
        foreach (string line in read())
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
    // /sys may show another network namespace, without the device.
    private static bool IsSit(string device)
    {
        var type = new FileInfo($"/sys/class/net/{device}/type");
        return type.Exists && File.ReadAllText(type.FullName).Trim() == "776";
    }
}
