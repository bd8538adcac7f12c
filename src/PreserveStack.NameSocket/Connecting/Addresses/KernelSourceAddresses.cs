// SPDX-License-Identifier: MIT
using System.Net;
using System.Net.Sockets;

namespace PreserveStack.NameSocket.Connecting.Addresses;

/// <summary>
/// Asks the kernel, by connecting a UDP socket: that looks up the route and chooses the source as RFC 6724 section 5
/// and the policy routing of this host want it, and sends nothing.
/// </summary>
internal sealed class KernelSourceAddresses : ISourceAddresses
{
    // Any port does, but port 0 is refused by some kernels.
    private const int SomePort = 53;

    /// <inheritdoc/>
    public AddressPair For(IPAddress destination)
    {
        try
        {
            using var socket = new Socket(destination.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
            socket.Connect(new IPEndPoint(destination, SomePort));
            IPAddress source = ((IPEndPoint)socket.LocalEndPoint!).Address;
            return new AddressPair(destination, source, SourceTraitsTable.OfHost.Of(source));
        }
        catch (SocketException)
        {
            // No route, no address of this family, or no such family in this kernel: there is no source all the same.
            return new AddressPair(destination, null);
        }
    }
}
