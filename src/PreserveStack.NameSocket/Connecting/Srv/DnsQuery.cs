// SPDX-License-Identifier: MIT
using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;

namespace PreserveStack.NameSocket.Connecting.Srv;

/// <summary>A question about the SRV records of a name, RFC 1035 section 4.1.</summary>
/// <param name="Id">Ties the answer to it.</param>
/// <param name="Name">The name in wire form.</param>
internal sealed record DnsQuery(ushort Id, byte[] Name)
{
    private const int MaxLabel = 63;
    private const int MaxName = 255;
    private const ushort RecursionDesired = 0x100;

    /// <summary>Puts a name into wire form; labels beyond ASCII become what IDNA writes for them.</summary>
    public static bool TryEncodeName(string name, [NotNullWhen(true)] out byte[]? encoded)
    {
        encoded = null;
        var bytes = new List<byte>();
        try
        {
            string ascii = Ascii.IsValid(name) ? name : new IdnMapping().GetAscii(name);
            foreach (string label in ascii.TrimEnd('.').Split('.'))
            {
                if (label.Length is 0 or > MaxLabel)
                {
                    return false;
                }

                bytes.Add((byte)label.Length);
                bytes.AddRange(Encoding.ASCII.GetBytes(label));
            }
        }
        catch (ArgumentException)
        {
            return false;
        }

        bytes.Add(0);
        encoded = bytes.Count <= MaxName ? [.. bytes] : null;
        return encoded is not null;
    }

    /// <summary>The datagram.</summary>
    public byte[] Encode()
    {
        byte[] message = new byte[DnsMessage.HeaderLength + Name.Length + 4];
        BinaryPrimitives.WriteUInt16BigEndian(message, Id);
        BinaryPrimitives.WriteUInt16BigEndian(message.AsSpan(2), RecursionDesired);
        BinaryPrimitives.WriteUInt16BigEndian(message.AsSpan(4), 1);
        Name.CopyTo(message, DnsMessage.HeaderLength);
        BinaryPrimitives.WriteUInt16BigEndian(message.AsSpan(^4), DnsMessage.TypeSrv);
        BinaryPrimitives.WriteUInt16BigEndian(message.AsSpan(^2), DnsMessage.ClassInternet);
        return message;
    }
}
