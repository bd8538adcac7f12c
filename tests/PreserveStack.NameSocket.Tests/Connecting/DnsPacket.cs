// SPDX-License-Identifier: MIT
using System.Buffers.Binary;
using System.Net;
using System.Text;

namespace PreserveStack.NameSocket.Tests.Connecting;

/// <summary>Writes DNS messages, right or wrong ones, field by field.</summary>
internal sealed class DnsPacket
{
    /// <summary>Points to the name of the question.</summary>
    public static readonly byte[] QuestionName = [0xc0, 12];

    private readonly List<byte> _bytes = [];

    /// <summary>The answer to a query: its id and question, and counts of what follows.</summary>
    public static DnsPacket AnswerTo(byte[] query, int flags = 0x8180, int answers = 0, int authorities = 0, int additional = 0) =>
        new DnsPacket().Raw(query[..2]).UInt16(flags).UInt16(1).UInt16(answers).UInt16(authorities).UInt16(additional).Raw(query[12..]);

    public static byte[] Name(string name) =>
        [.. name.Split('.', StringSplitOptions.RemoveEmptyEntries).SelectMany(Label), 0];

    public DnsPacket Srv(byte[] owner, int priority, int weight, int port, string target) =>
        Record(owner, 33, new DnsPacket().UInt16(priority).UInt16(weight).UInt16(port).Raw(Name(target)).ToArray());

    public DnsPacket Address(string owner, string address)
    {
        byte[] bytes = IPAddress.Parse(address).GetAddressBytes();
        return Record(Name(owner), bytes.Length == 4 ? 1 : 28, bytes);
    }

    public DnsPacket Record(byte[] owner, int type, byte[] data) =>
        Raw(owner).UInt16(type).UInt16(1).UInt16(0).UInt16(60).UInt16(data.Length).Raw(data);

    public DnsPacket UInt16(int value)
    {
        byte[] bytes = new byte[2];
        BinaryPrimitives.WriteUInt16BigEndian(bytes, (ushort)value);
        return Raw(bytes);
    }

    public DnsPacket Raw(byte[] bytes)
    {
        _bytes.AddRange(bytes);
        return this;
    }

    public byte[] ToArray() => [.. _bytes];

    private static byte[] Label(string label) => [(byte)label.Length, .. Encoding.ASCII.GetBytes(label)];
}
