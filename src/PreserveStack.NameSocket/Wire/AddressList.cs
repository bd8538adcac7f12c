// SPDX-License-Identifier: MIT
using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace PreserveStack.NameSocket;

/// <summary>The payload of an ADDRESSES frame.</summary>
internal static class AddressList
{
    internal const int MaxEntry = 1 + 2 + 16;

    /// <summary>Writes the endpoints that fit the frame's limit.</summary>
    /// <returns>Bytes written.</returns>
    internal static int Write(Span<byte> target, IReadOnlyList<IPEndPoint> endPoints)
    {
        var length = 0;
        foreach (var endPoint in endPoints.Take(Protocol.MaxAddresses))
        {
            target[length] = endPoint.AddressFamily == AddressFamily.InterNetwork ? (byte)4 : (byte)6;
            BinaryPrimitives.WriteUInt16BigEndian(target[(length + 1)..], (ushort)endPoint.Port);
            endPoint.Address.TryWriteBytes(target[(length + 3)..], out var written);
            length += 3 + written;
        }

        return length;
    }

    /// <summary>Reads a list; endpoints nobody can dial are left out.</summary>
    /// <returns>False if the bytes are not a list.</returns>
    internal static bool TryParse(ReadOnlySpan<byte> source, out List<IPEndPoint> endPoints)
    {
        endPoints = [];
        for (var entries = 0; !source.IsEmpty; entries++)
        {
            var addressLength = source[0] switch { 4 => 4, 6 => 16, _ => 0 };
            if (addressLength == 0 || source.Length < 3 + addressLength || entries == Protocol.MaxAddresses)
            {
                return false;
            }

            var port = BinaryPrimitives.ReadUInt16BigEndian(source[1..]);
            var address = new IPAddress(source.Slice(3, addressLength));
            source = source[(3 + addressLength)..];
            if (port != 0 && IsDialable(address))
            {
                endPoints.Add(new IPEndPoint(address, port));
            }
        }

        return true;
    }

    private static bool IsDialable(IPAddress address)
    {
        if (address.AddressFamily == AddressFamily.InterNetwork)
        {
            Span<byte> bytes = stackalloc byte[4];
            address.TryWriteBytes(bytes, out _);
            return bytes[0] is not 0 and < 224;
        }

        return !address.Equals(IPAddress.IPv6Any) && !address.IsIPv6Multicast;
    }
}
