// SPDX-License-Identifier: MIT
using System.Net;
using System.Net.NetworkInformation;
using System.Runtime.InteropServices;

namespace PreserveStack.NameSocket;

internal static partial class Interop
{
    private const ushort IPv4Family = 2;
    private const ushort IPv6Family = 10;
    private const int IPv4Offset = 4;
    private const int IPv6Offset = 8;

    /// <summary>IFF_UP and IFF_RUNNING: switched on, and able to carry packets.</summary>
    private const uint Working = 0x41;

    /// <summary>Addresses of the interfaces that work, each once per interface.</summary>
    /// <exception cref="NetworkInformationException">The system does not tell.</exception>
    internal static unsafe List<IPAddress> WorkingAddresses()
    {
        InterfaceAddress* first;
        if (GetInterfaceAddresses(&first) != 0)
        {
            throw new NetworkInformationException(Marshal.GetLastPInvokeError());
        }

        try
        {
            List<IPAddress> addresses = [];
            for (var entry = first; entry is not null; entry = entry->Next)
            {
                if (entry->Address is not null && (entry->Flags & Working) == Working && AddressOf(entry->Address) is { } address)
                {
                    addresses.Add(address);
                }
            }

            return addresses;
        }
        finally
        {
            FreeInterfaceAddresses(first);
        }
    }

    private static unsafe IPAddress? AddressOf(byte* address) => *(ushort*)address switch
    {
        IPv4Family => new IPAddress(new ReadOnlySpan<byte>(address + IPv4Offset, 4)),
        IPv6Family => new IPAddress(new ReadOnlySpan<byte>(address + IPv6Offset, 16)),
        _ => null,
    };

    [LibraryImport(Libraries.Libc, EntryPoint = "getifaddrs", SetLastError = true)]
    private static unsafe partial int GetInterfaceAddresses(InterfaceAddress** first);

    [LibraryImport(Libraries.Libc, EntryPoint = "freeifaddrs")]
    private static unsafe partial void FreeInterfaceAddresses(InterfaceAddress* first);

    /// <summary>The beginning of struct ifaddrs.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private unsafe struct InterfaceAddress
    {
        internal InterfaceAddress* Next;
        internal byte* Name;
        internal uint Flags;

        /// <summary>struct sockaddr.</summary>
        internal byte* Address;
    }
}
