// SPDX-License-Identifier: MIT
using System.Buffers.Binary;
using System.Text;

namespace PreserveStack.Module.Events;

/// <summary>The format of netlink messages and attributes (netlink(7)); numbers are in this machine's byte order.</summary>
internal static class Netlink
{
    private const int HeaderBytes = 16;
    private const int GenericHeaderBytes = 4;
    private const int AttributeHeaderBytes = 4;
    private const ushort NestedOrSwapped = 0xc000;
    private const ushort Request = 1;

    /// <summary>A message of a datagram.</summary>
    /// <param name="Type">Its type: a family, or NLMSG_ERROR.</param>
    /// <param name="Body">What is behind its header.</param>
    internal readonly record struct Message(ushort Type, ReadOnlyMemory<byte> Body)
    {
        /// <summary>The command of a generic message.</summary>
        internal byte Command => Body.Span[0];

        /// <summary>The attributes of a generic message.</summary>
        internal Dictionary<int, ReadOnlyMemory<byte>> Attributes => Netlink.Attributes(Body[GenericHeaderBytes..]);
    }

    /// <summary>The messages of a datagram. What is cut off is left out.</summary>
    internal static IEnumerable<Message> Messages(ReadOnlyMemory<byte> datagram)
    {
        while (datagram.Length >= HeaderBytes + GenericHeaderBytes)
        {
            int length = BinaryPrimitives.ReadInt32LittleEndian(datagram.Span);
            if (length < HeaderBytes + GenericHeaderBytes || length > datagram.Length)
            {
                yield break;
            }

            yield return new Message(BinaryPrimitives.ReadUInt16LittleEndian(datagram.Span[4..]), datagram[HeaderBytes..length]);
            datagram = datagram[Math.Min(Aligned(length), datagram.Length)..];
        }
    }

    /// <summary>Attributes by their type. What is cut off is left out.</summary>
    internal static Dictionary<int, ReadOnlyMemory<byte>> Attributes(ReadOnlyMemory<byte> data)
    {
        var found = new Dictionary<int, ReadOnlyMemory<byte>>();
        while (data.Length >= AttributeHeaderBytes)
        {
            int length = BinaryPrimitives.ReadUInt16LittleEndian(data.Span);
            if (length < AttributeHeaderBytes || length > data.Length)
            {
                break;
            }

            int type = BinaryPrimitives.ReadUInt16LittleEndian(data.Span[2..]) & ~NestedOrSwapped;
            found[type] = data[AttributeHeaderBytes..length];
            data = data[Math.Min(Aligned(length), data.Length)..];
        }

        return found;
    }

    /// <summary>A generic request with one attribute that is a name.</summary>
    internal static byte[] NamedRequest(ushort family, byte command, byte version, ushort attribute, string name)
    {
        byte[] text = Encoding.ASCII.GetBytes(name + '\0');
        int length = HeaderBytes + GenericHeaderBytes + AttributeHeaderBytes + text.Length;
        byte[] request = new byte[Aligned(length)];
        BinaryPrimitives.WriteInt32LittleEndian(request, request.Length);
        BinaryPrimitives.WriteUInt16LittleEndian(request.AsSpan(4), family);
        BinaryPrimitives.WriteUInt16LittleEndian(request.AsSpan(6), Request);
        request[HeaderBytes] = command;
        request[HeaderBytes + 1] = version;
        Span<byte> start = request.AsSpan(HeaderBytes + GenericHeaderBytes);
        BinaryPrimitives.WriteUInt16LittleEndian(start, (ushort)(AttributeHeaderBytes + text.Length));
        BinaryPrimitives.WriteUInt16LittleEndian(start[2..], attribute);
        text.CopyTo(start[AttributeHeaderBytes..]);
        return request;
    }

    /// <summary>A string attribute.</summary>
    internal static string Text(ReadOnlyMemory<byte> data) => Encoding.ASCII.GetString(data.Span).TrimEnd('\0');

    private static int Aligned(int length) => (length + 3) & ~3;
}
