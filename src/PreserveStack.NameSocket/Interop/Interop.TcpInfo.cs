// SPDX-License-Identifier: MIT
using System.Net.Sockets;

namespace PreserveStack.NameSocket;

internal static partial class Interop
{
    private const int SolTcp = 6;
    private const int TcpInfoOption = 11;
    private const int TcpUserTimeoutOption = 18;
    private const int TcpDeferAcceptOption = 9;

    /// <summary>Reads the parts of struct tcp_info that tell whether a path is alive.</summary>
    internal static bool TryGetTcpInfo(Socket socket, out TcpInfo info)
    {
        Span<byte> raw = stackalloc byte[232];
        raw.Clear();
        info = default;
        int length;
        try
        {
            length = socket.GetRawSocketOption(SolTcp, TcpInfoOption, raw);
            if (length < 144)
            {
                return false;
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            return false;
        }

        info = new TcpInfo(
            BitConverter.ToUInt32(raw[24..]),
            BitConverter.ToUInt32(raw[68..]),
            BitConverter.ToUInt64(raw[120..]),
            BitConverter.ToUInt32(raw[140..]),
            length == raw.Length ? BitConverter.ToUInt32(raw[228..]) : uint.MaxValue);
        return true;
    }

    /// <summary>RFC 5482.</summary>
    internal static void SetTcpUserTimeout(Socket socket, TimeSpan timeout) => SetTcpOption(socket, TcpUserTimeoutOption, (int)timeout.TotalMilliseconds);

    /// <summary>The listening socket reports a connection when its first bytes are there.</summary>
    internal static void SetDeferAccept(Socket socket, TimeSpan timeout) => SetTcpOption(socket, TcpDeferAcceptOption, (int)Math.Ceiling(timeout.TotalSeconds));

    private static void SetTcpOption(Socket socket, int option, int value)
    {
        Span<byte> raw = stackalloc byte[sizeof(int)];
        BitConverter.TryWriteBytes(raw, value);
        socket.SetRawSocketOption(SolTcp, option, raw);
    }

    /// <summary>From struct tcp_info of the kernel.</summary>
    /// <param name="Unacked">Segments in flight.</param>
    /// <param name="RttMicroseconds">Smoothed round trip time.</param>
    /// <param name="BytesAcked">Bytes acknowledged since the beginning (RFC 4898).</param>
    /// <param name="SegmentsIn">Segments received, also those without data (RFC 4898).</param>
    /// <param name="PeerWindow">Bytes the peer's window has room for; the largest number on kernels that do not tell.</param>
    internal readonly record struct TcpInfo(uint Unacked, uint RttMicroseconds, ulong BytesAcked, uint SegmentsIn, uint PeerWindow);
}
