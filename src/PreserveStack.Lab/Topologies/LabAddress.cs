// SPDX-License-Identifier: MIT
using System.Globalization;
using System.Net;

namespace PreserveStack.Lab.Topologies;

/// <summary>An address of an interface.</summary>
/// <param name="Name">The environment variable that holds it for scripts, or null.</param>
/// <param name="At">The interface.</param>
/// <param name="Address">The address.</param>
/// <param name="PrefixLength">Bits of its prefix.</param>
public sealed record LabAddress(string? Name, InterfaceName At, IPAddress Address, int PrefixLength)
{
    /// <summary>The prefix it is on, such as 2001:db8:1::/64.</summary>
    public string Prefix
    {
        get
        {
            var bytes = Address.GetAddressBytes();
            for (var bit = PrefixLength; bit < bytes.Length * 8; bit++)
            {
                bytes[bit / 8] &= (byte)~(0x80 >> (bit % 8));
            }

            return string.Create(CultureInfo.InvariantCulture, $"{new IPAddress(bytes)}/{PrefixLength}");
        }
    }

    /// <summary>Whether another address is on the same prefix.</summary>
    public bool IsNeighbour(LabAddress other)
    {
        ArgumentNullException.ThrowIfNull(other);
        var mine = Address.GetAddressBytes();
        var theirs = other.Address.GetAddressBytes();
        for (var bit = 0; bit < PrefixLength; bit++)
        {
            if (((mine[bit / 8] ^ theirs[bit / 8]) & (0x80 >> (bit % 8))) != 0)
            {
                return false;
            }
        }

        return PrefixLength == other.PrefixLength && !Address.Equals(other.Address);
    }
}
