// SPDX-License-Identifier: MIT
using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Numerics;

namespace PreserveStack.NameSocket.Connecting.Addresses;

/// <summary>Destination address selection, RFC 6724 section 6.</summary>
internal static class DestinationOrder
{
    // In the order of the standard; the first that tells the two apart decides.
    private static readonly Comparison<AddressPair>[] Rules =
    [
        (left, right) => Prefer(left.Source is not null, right.Source is not null), // 1
        (left, right) => Prefer(HasScopeOfSource(left), HasScopeOfSource(right)), // 2
        (left, right) => Prefer(!Is(left, SourceTraits.Deprecated), !Is(right, SourceTraits.Deprecated)), // 3
        (left, right) => Prefer(Is(left, SourceTraits.Home), Is(right, SourceTraits.Home)), // 4
        (left, right) => Prefer(HasLabelOfSource(left), HasLabelOfSource(right)), // 5
        (left, right) => AddressPolicy.For(right.Destination).Precedence - AddressPolicy.For(left.Destination).Precedence, // 6
        (left, right) => Prefer(!Is(left, SourceTraits.Tunnel), !Is(right, SourceTraits.Tunnel)), // 7
        (left, right) => AddressScope.Of(left.Destination) - AddressScope.Of(right.Destination), // 8
        (left, right) => IsIPv6(left) && IsIPv6(right) ? CommonPrefix(right) - CommonPrefix(left) : 0, // 9
    ];

    /// <summary>The pairs, best first. Those that are equally good keep their order (rule 10).</summary>
    public static IReadOnlyList<AddressPair> Sort(IEnumerable<AddressPair> pairs) =>
        [.. pairs.Order(Comparer<AddressPair>.Create(Compare))];

    private static int Compare(AddressPair left, AddressPair right) =>
        Rules.Select(rule => rule(left, right)).FirstOrDefault(order => order != 0);

    private static int Prefer(bool left, bool right) => right.CompareTo(left);

    private static bool Is(AddressPair pair, SourceTraits trait) => pair.Traits.HasFlag(trait);

    private static bool HasScopeOfSource(AddressPair pair) =>
        pair.Source is { } source && AddressScope.Of(pair.Destination) == AddressScope.Of(source);

    private static bool HasLabelOfSource(AddressPair pair) =>
        pair.Source is { } source && AddressPolicy.For(pair.Destination).Label == AddressPolicy.For(source).Label;

    private static bool IsIPv6(AddressPair pair) => pair.Destination.AddressFamily == AddressFamily.InterNetworkV6;

    private static int CommonPrefix(AddressPair pair)
    {
        if (pair.Source is not { AddressFamily: AddressFamily.InterNetworkV6 } source)
        {
            return 0;
        }

        ulong difference = NetworkPart(pair.Destination) ^ NetworkPart(source);
        return BitOperations.LeadingZeroCount(difference);
    }

    // Rule 9 counts within the prefix of the source. Interface identifiers take the lower 64 bits (RFC 4291 section
    // 2.5.1), also of an address that DHCPv6 or somebody gave to this host as a single one, with length 128.
    private static ulong NetworkPart(IPAddress address) =>
        BinaryPrimitives.ReadUInt64BigEndian(address.GetAddressBytes());
}
