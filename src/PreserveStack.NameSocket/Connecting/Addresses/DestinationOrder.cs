// SPDX-License-Identifier: MIT
using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Numerics;

namespace PreserveStack.NameSocket.Connecting.Addresses;

/// <summary>
/// Destination address selection, RFC 6724 section 6.
/// </summary>
internal static class DestinationOrder
{
    /// <summary>The pairs, best first. Those that are equally good keep their order (rule 10).</summary>
    public static IReadOnlyList<AddressPair> Sort(IEnumerable<AddressPair> pairs) =>
        [.. pairs.Order(Comparer<AddressPair>.Create(Compare))];

    private static int Compare(AddressPair left, AddressPair right)
    {
        int order = Prefer(left.Source is not null, right.Source is not null); // rule 1
        if (order == 0)
        {
            order = Prefer(HasScopeOfSource(left), HasScopeOfSource(right)); // rule 2
        }

        if (order == 0)
        {
            order = Prefer(!Is(left, SourceTraits.Deprecated), !Is(right, SourceTraits.Deprecated)); // rule 3
        }

        if (order == 0)
        {
            order = Prefer(Is(left, SourceTraits.Home), Is(right, SourceTraits.Home)); // rule 4
        }

        if (order == 0)
        {
            order = Prefer(HasLabelOfSource(left), HasLabelOfSource(right)); // rule 5
        }

        if (order == 0)
        {
            order = AddressPolicy.For(right.Destination).Precedence - AddressPolicy.For(left.Destination).Precedence; // rule 6
        }

        if (order == 0)
        {
            order = Prefer(!Is(left, SourceTraits.Tunnel), !Is(right, SourceTraits.Tunnel)); // rule 7
        }

        if (order == 0)
        {
            order = AddressScope.Of(left.Destination) - AddressScope.Of(right.Destination); // rule 8
        }

        return order == 0 && IsIPv6(left) && IsIPv6(right) ? CommonPrefix(right) - CommonPrefix(left) : order; // rule 9
    }

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

    // Rule 9 counts within the prefix of the source. The kernel does not tell its length; interface identifiers take
    // the lower 64 bits (RFC 4291 section 2.5.1).
    private static ulong NetworkPart(IPAddress address) =>
        BinaryPrimitives.ReadUInt64BigEndian(address.GetAddressBytes());
}
