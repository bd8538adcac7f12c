// SPDX-License-Identifier: MIT
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace PreserveStack.Bench.Transports;

/// <summary>Makes the sockets of TCP and MPTCP.</summary>
internal static class TransportSockets
{
    /// <summary>A socket that is not connected.</summary>
    /// <exception cref="BenchException">The kernel has no MPTCP, or it is disabled.</exception>
    public static Socket Create(BenchTransport transport, AddressFamily family) => transport == BenchTransport.Mptcp
        ? CreateMptcp(family)
        : new Socket(family, SocketType.Stream, ProtocolType.Tcp);

    /// <summary>Makes sure that a connection is what it is to be measured as.</summary>
    /// <exception cref="BenchException">MPTCP fell back to TCP.</exception>
    public static void RefuseFallback(BenchTransport transport, Socket socket)
    {
        if (transport != BenchTransport.Mptcp)
        {
            return;
        }

        Span<byte> info = stackalloc byte[128];
        try
        {
            socket.GetRawSocketOption(Interop.SolMptcp, Interop.MptcpInfo, info);
        }
        catch (SocketException exception)
        {
            throw new BenchException(
                "MPTCP fell back to TCP: something on the path, or the server's kernel, does not let its options through; measure tcp instead", exception);
        }
    }

    private static Socket CreateMptcp(AddressFamily family)
    {
        int kernelFamily = family == AddressFamily.InterNetworkV6 ? Interop.AfInet6 : Interop.AfInet;
        int descriptor = Interop.CreateSocket(kernelFamily, Interop.SockStream | Interop.SockCloseOnExec, Interop.ProtocolMptcp);
        if (descriptor < 0)
        {
            int error = Marshal.GetLastPInvokeError();
            throw new BenchException(error switch
            {
                Interop.ProtocolNotSupported => "this kernel is built without MPTCP",
                Interop.ProtocolNotAvailable => "MPTCP is disabled here: sysctl -w net.mptcp.enabled=1",
                _ => $"no MPTCP socket: {Marshal.GetPInvokeErrorMessage(error)}",
            });
        }

        return new Socket(new SafeSocketHandle(descriptor, ownsHandle: true));
    }
}
