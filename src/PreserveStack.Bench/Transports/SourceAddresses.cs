// SPDX-License-Identifier: MIT
using System.Net;
using System.Net.Sockets;

namespace PreserveStack.Bench.Transports;

/// <summary>The addresses to connect from, by turns.</summary>
internal sealed class SourceAddresses
{
    private readonly IReadOnlyList<IPAddress> _addresses;
    private int _next = -1;

    /// <param name="addresses">The addresses; none for the kernel's choice.</param>
    /// <param name="family">The family of the server's address.</param>
    /// <exception cref="BenchException">One is not of this host, or of another family.</exception>
    public SourceAddresses(IReadOnlyList<IPAddress> addresses, AddressFamily family)
    {
        _addresses = addresses;
        foreach (IPAddress address in addresses)
        {
            Check(address, family);
        }
    }

    /// <summary>How many there are to try; 1 if the kernel chooses.</summary>
    public int Count => Math.Max(1, _addresses.Count);

    /// <summary>Gives a socket the next one.</summary>
    public void Bind(Socket socket)
    {
        if (_addresses.Count == 0)
        {
            return;
        }

        // With a port chosen at once each address would have one range for all destinations together.
        socket.SetRawSocketOption(Interop.SolIp, Interop.BindAddressNoPort, BitConverter.GetBytes(1));
        uint turn = (uint)Interlocked.Increment(ref _next);
        socket.Bind(new IPEndPoint(_addresses[(int)(turn % (uint)_addresses.Count)], 0));
    }

    private static void Check(IPAddress address, AddressFamily family)
    {
        if (address.AddressFamily != family)
        {
            throw new BenchException($"{address} cannot be connected from: the server's address is of the other family");
        }

        using var socket = new Socket(family, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Bind(new IPEndPoint(address, 0));
        }
        catch (SocketException exception) when (exception.SocketErrorCode == SocketError.AddressNotAvailable)
        {
            throw new BenchException($"{address} is not an address of this host ('ip address' shows those it has)", exception);
        }
    }
}
