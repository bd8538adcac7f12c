// SPDX-License-Identifier: MIT
using System.Buffers.Binary;
using System.Net;
using PreserveStack.Module.Tables;

namespace PreserveStack.Module.Events;

/// <summary>Reads the messages of the module's netlink family; numbers as in kmod/uapi/preserve.h.</summary>
public static class EventReader
{
    private const int AddressBytes = 16;

    private enum Attribute
    {
        Id = 1,
        Role,
        Local,
        Remote,
        LocalPort,
        RemotePort,
        Pairs,
        FromLocal,
        FromRemote,
        ToLocal,
        ToRemote,
        Cause,
        Reason,
    }

    /// <summary>The events of a datagram. Messages of other families, and events of later versions, are left out.</summary>
    /// <param name="datagram">What the socket received.</param>
    /// <param name="family">The number that the kernel gave the family.</param>
    /// <param name="time">When it was received.</param>
    public static IEnumerable<ConnectionEvent> Read(ReadOnlyMemory<byte> datagram, ushort family, DateTimeOffset time) =>
        from message in Netlink.Messages(datagram)
        where message.Type == family && message.Command is > 0 and <= (byte)ConnectionEventKind.Closed
        select Read(time, (ConnectionEventKind)message.Command, message.Attributes);

    private static ConnectionEvent Read(DateTimeOffset time, ConnectionEventKind kind, Dictionary<int, ReadOnlyMemory<byte>> attributes) => new(
        time,
        kind,
        Number(attributes, Attribute.Id),
        Word<ConnectionRole>(attributes, Attribute.Role),
        Pair(attributes, Attribute.Local, Attribute.Remote),
        Port(attributes, Attribute.LocalPort),
        Port(attributes, Attribute.RemotePort),
        (int?)Number(attributes, Attribute.Pairs),
        Pair(attributes, Attribute.FromLocal, Attribute.FromRemote),
        Pair(attributes, Attribute.ToLocal, Attribute.ToRemote),
        Word<MigrationCause>(attributes, Attribute.Cause),
        attributes.TryGetValue((int)Attribute.Reason, out ReadOnlyMemory<byte> reason) ? Netlink.Text(reason) : null);

    private static uint? Number(Dictionary<int, ReadOnlyMemory<byte>> attributes, Attribute which) =>
        attributes.TryGetValue((int)which, out ReadOnlyMemory<byte> data) && data.Length == sizeof(uint)
            ? BinaryPrimitives.ReadUInt32LittleEndian(data.Span)
            : null;

    private static ushort? Port(Dictionary<int, ReadOnlyMemory<byte>> attributes, Attribute which) =>
        attributes.TryGetValue((int)which, out ReadOnlyMemory<byte> data) && data.Length == sizeof(ushort)
            ? BinaryPrimitives.ReadUInt16BigEndian(data.Span)
            : null;

    private static AddressPair? Pair(Dictionary<int, ReadOnlyMemory<byte>> attributes, Attribute local, Attribute remote) =>
        attributes.TryGetValue((int)local, out ReadOnlyMemory<byte> here) && here.Length == AddressBytes
        && attributes.TryGetValue((int)remote, out ReadOnlyMemory<byte> there) && there.Length == AddressBytes
            ? new AddressPair(new IPAddress(here.Span), new IPAddress(there.Span))
            : null;

    private static T? Word<T>(Dictionary<int, ReadOnlyMemory<byte>> attributes, Attribute which)
        where T : struct, Enum =>
        attributes.TryGetValue((int)which, out ReadOnlyMemory<byte> data)
        && Enum.TryParse(Netlink.Text(data).Replace("_", "", StringComparison.Ordinal), ignoreCase: true, out T value)
            ? value
            : null;
}
