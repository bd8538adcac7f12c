// SPDX-License-Identifier: MIT
using System.Net;

namespace PreserveStack.Module.Masking;

/// <summary>Addresses whose kind must stay visible: what begins like this one keeps its first bits.</summary>
/// <param name="Address">Where they begin.</param>
/// <param name="Length">How many bits they have in common.</param>
/// <param name="Kept">How many bits of them are not masked.</param>
internal sealed record KeptPrefix(byte[] Address, int Length, int Kept)
{
    public static IReadOnlyList<KeptPrefix> Ipv4 { get; } =
    [
        Of("0.0.0.0", 8, 32), Of("127.0.0.0", 8, 32), Of("224.0.0.0", 3, 32), // unspecified, loopback, multicast and netmasks
        Of("10.0.0.0", 8, 8), Of("100.64.0.0", 10, 10), Of("169.254.0.0", 16, 16), Of("172.16.0.0", 12, 12), Of("192.168.0.0", 16, 16),
    ];

    public static IReadOnlyList<KeptPrefix> Ipv6 { get; } =
    [
        Of("::", 127, 128), // unspecified and loopback
        Of("::ffff:0:0", 96, 96), Of("64:ff9b::", 96, 96), // what holds an IPv4 address
        Of("2000::", 3, 3), Of("fc00::", 7, 8), Of("fe80::", 10, 64),
        Of("ff00::", 8, 128), // multicast and netmasks
        Of("ff02::1:ff00:0", 104, 104), Of("ff30::", 12, 32), // groups made of unicast addresses
    ];

    /// <summary>Whether an address begins with the first bits of this prefix.</summary>
    public bool Begins(ReadOnlySpan<byte> address, int bits)
    {
        int whole = bits / 8;
        return address[..whole].SequenceEqual(Address.AsSpan(0, whole))
            && (bits % 8 == 0 || (address[whole] ^ Address[whole]) >> (8 - (bits % 8)) == 0);
    }

    private static KeptPrefix Of(string address, int length, int kept) => new(IPAddress.Parse(address).GetAddressBytes(), length, kept);
}
