// SPDX-License-Identifier: MIT
using System.Net;
using System.Net.Sockets;
using PreserveStack.Bench.Control;
using PreserveStack.Bench.Transports;

namespace PreserveStack.Bench.Serving;

/// <summary>Finds a port for a test.</summary>
internal static class TestPorts
{
    /// <summary>Listens on the first port of the range that is free.</summary>
    /// <exception cref="SocketException">None is.</exception>
    public static TransportListener Bind(TestRequest request, IPAddress address, BenchServerOptions options)
    {
        for (int port = options.FirstTestPort; ; port++)
        {
            try
            {
                return TransportListener.Bind(request, address, port);
            }
            catch (SocketException exception) when (exception.SocketErrorCode == SocketError.AddressAlreadyInUse && port < options.LastTestPort)
            {
            }
        }
    }
}
