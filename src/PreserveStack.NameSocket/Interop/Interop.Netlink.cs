// SPDX-License-Identifier: MIT
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace PreserveStack.NameSocket;

internal static partial class Interop
{
    private const int NetlinkFamily = 16;
    private const int RawCloseOnExec = 0x80003;
    private const int RouteProtocol = 0;

    /// <summary>Multicast groups of rtnetlink(7).</summary>
    [Flags]
    internal enum RouteGroups : uint
    {
        /// <summary>RTMGRP_LINK.</summary>
        Link = 0x1,

        /// <summary>RTMGRP_IPV4_IFADDR.</summary>
        IPv4Address = 0x10,

        /// <summary>RTMGRP_IPV6_IFADDR.</summary>
        IPv6Address = 0x100,
    }

    /// <summary>A socket that receives the kernel's messages about the network.</summary>
    /// <exception cref="SocketException">The system does not allow it.</exception>
    internal static unsafe Socket ListenToRoutes(RouteGroups groups)
    {
        var descriptor = CreateSocket(NetlinkFamily, RawCloseOnExec, RouteProtocol);
        if (descriptor < 0)
        {
            throw new SocketException(Marshal.GetLastPInvokeError());
        }

        var handle = new SafeSocketHandle(descriptor, ownsHandle: true);
        var address = new NetlinkAddress { Family = NetlinkFamily, Groups = groups };
        if (Bind(handle, &address, (uint)sizeof(NetlinkAddress)) != 0)
        {
            var error = Marshal.GetLastPInvokeError();
            handle.Dispose();
            throw new SocketException(error);
        }

        return new Socket(handle);
    }

    [LibraryImport(Libraries.Libc, EntryPoint = "socket", SetLastError = true)]
    private static partial int CreateSocket(int family, int type, int protocol);

    [LibraryImport(Libraries.Libc, EntryPoint = "bind", SetLastError = true)]
    private static unsafe partial int Bind(SafeSocketHandle socket, NetlinkAddress* address, uint length);

    /// <summary>struct sockaddr_nl.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct NetlinkAddress
    {
        internal ushort Family;
        internal ushort Padding;
        internal uint Port;
        internal RouteGroups Groups;
    }
}
