// SPDX-License-Identifier: MIT
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;

namespace PreserveStack.Module.Masking;

/// <summary>
/// Pseudonyms of addresses. Two addresses have as many leading bits in common as their pseudonyms: whether a bit is turned
/// depends on the bits before it and on a key, as in Crypto-PAn. So a route still covers what it covers. What kind of address
/// it is (global, local, private, multicast) stays, and so do those that name nobody.
/// </summary>
/// <param name="key">Of this mapping; who has it can undo it.</param>
internal sealed class AddressMask(byte[] key)
{
    private const int MappedPrefix = 12;
    private const byte OfHardware = 0xff;

    private readonly Dictionary<(IPAddress, int), IPAddress> _known = [];

    /// <summary>A mapping that nobody can undo.</summary>
    public static AddressMask Random() => new(RandomNumberGenerator.GetBytes(32));

    /// <summary>The pseudonym of an address.</summary>
    public IPAddress Mask(IPAddress address) => Mask(address, 8 * Size(address));

    /// <summary>The pseudonym of a network, or of an address with the length of its network.</summary>
    public IPAddress MaskNetwork(IPAddress address, int length)
    {
        byte[] bytes = address.GetAddressBytes();
        bool isNetwork = Enumerable.Range(length, (8 * bytes.Length) - length).All(bit => (bytes[bit / 8] & BitOf(bit)) == 0);
        return Mask(address, isNetwork ? length : 8 * bytes.Length);
    }

    /// <summary>The pseudonym of a hardware address; whether it is one of a group, and a local one, stays.</summary>
    public byte[] MaskHardware(byte[] address)
    {
        if (address.All(part => part == 0) || address.All(part => part == 0xff))
        {
            return address;
        }

        byte[] masked = HMACSHA256.HashData(key, (byte[])[OfHardware, .. address])[..Math.Min(address.Length, HMACSHA256.HashSizeInBytes)];
        masked[0] = (byte)((masked[0] & ~3) | (address[0] & 3));
        int kept = address switch { [0x33, 0x33, ..] => 2, [0x01, 0x00, 0x5e, ..] => 3, _ => 0 };
        address.AsSpan(0, kept).CopyTo(masked);
        return masked;
    }

    private static int Size(IPAddress address) => address.AddressFamily == AddressFamily.InterNetwork ? 4 : 16;

    private static int BitOf(int bit) => 0x80 >> (bit % 8);

    private IPAddress Mask(IPAddress address, int bits)
    {
        if (!_known.TryGetValue((address, bits), out IPAddress? masked))
        {
            masked = new IPAddress(Turn(address.GetAddressBytes(), bits));
            _known.Add((address, bits), masked);
        }

        return masked;
    }

    private byte[] Turn(byte[] address, int bits)
    {
        IReadOnlyList<KeptPrefix> kept = address.Length == 4 ? KeptPrefix.Ipv4 : KeptPrefix.Ipv6;
        if (bits == 128 && kept.Any(prefix => prefix is { Length: 96 } && prefix.Begins(address, 96)))
        {
            return [.. address[..MappedPrefix], .. Turn(address[MappedPrefix..], 32)];
        }

        byte[] masked = [.. address];
        for (int bit = 0; bit < bits; bit++)
        {
            if (!IsKept(kept, address, bit) && IsTurned(address, bit))
            {
                masked[bit / 8] ^= (byte)BitOf(bit);
            }
        }

        return masked;
    }

    // A bit on the way to a kept prefix is kept too, or another address could be taken for one of that kind.
    private static bool IsKept(IReadOnlyList<KeptPrefix> kept, byte[] address, int bit)
    {
        KeptPrefix? inside = kept.Where(prefix => prefix.Length <= bit && prefix.Begins(address, prefix.Length)).MaxBy(prefix => prefix.Length);
        return bit < inside?.Kept || kept.Any(prefix => prefix.Length > bit && prefix.Begins(address, bit));
    }

    private bool IsTurned(byte[] address, int bit)
    {
        Span<byte> before = stackalloc byte[2 + 16];
        before.Clear();
        before[0] = (byte)address.Length;
        before[1] = (byte)bit;
        Span<byte> bits = before[2..];
        address.AsSpan(0, (bit + 7) / 8).CopyTo(bits);
        if (bit % 8 != 0)
        {
            bits[bit / 8] &= (byte)(0xff << (8 - (bit % 8)));
        }

        Span<byte> hash = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(key, before, hash);
        return (hash[0] & 1) != 0;
    }
}
