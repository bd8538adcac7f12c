// SPDX-License-Identifier: MIT
using System.Net.Sockets;
using PreserveStack.Bench.Transports;

namespace PreserveStack.Bench.Tests;

/// <summary>Whether this kernel can be asked for MPTCP at all.</summary>
internal static class Mptcp
{
    public static bool IsThere { get; } = Try();

    private static bool Try()
    {
        try
        {
            TransportSockets.Create(BenchTransport.Mptcp, AddressFamily.InterNetworkV6).Dispose();
            return true;
        }
        catch (BenchException)
        {
            return false;
        }
    }
}
