// SPDX-License-Identifier: MIT
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace PreserveStack.Bench;

internal static partial class Interop
{
    internal const int AfInet = 2;
    internal const int AfInet6 = 10;
    internal const int SockStream = 1;
    internal const int SockCloseOnExec = 0x80000;

    /// <summary>IPPROTO_MPTCP, which the framework's sockets do not know.</summary>
    internal const int ProtocolMptcp = 262;

    /// <summary>SOL_MPTCP and its MPTCP_INFO, which a connection that fell back to TCP refuses.</summary>
    internal const int SolMptcp = 284;
    internal const int MptcpInfo = 1;

    /// <summary>EPROTONOSUPPORT: a kernel without MPTCP.</summary>
    internal const int ProtocolNotSupported = 93;

    /// <summary>ENOPROTOOPT: MPTCP is disabled (net.mptcp.enabled).</summary>
    internal const int ProtocolNotAvailable = 92;

    /// <summary>SOL_IP and its IP_BIND_ADDRESS_NO_PORT: the port is chosen when the destination is known.</summary>
    internal const int SolIp = 0;
    internal const int BindAddressNoPort = 24;

    /// <summary>MSG_NOSIGNAL: no SIGPIPE.</summary>
    internal const int NoSignal = 0x4000;

    [LibraryImport(Libraries.Libc, EntryPoint = "recv")]
    internal static unsafe partial nint Receive(SafeSocketHandle socket, byte* bytes, nuint length, int flags);

    [LibraryImport(Libraries.Libc, EntryPoint = "send")]
    internal static unsafe partial nint Send(SafeSocketHandle socket, byte* bytes, nuint length, int flags);

    [LibraryImport(Libraries.Libc, EntryPoint = "socket", SetLastError = true)]
    internal static partial int CreateSocket(int family, int type, int protocol);
}
