// SPDX-License-Identifier: MIT
using System.Net;
using PreserveStack.Module.Masking;
using Xunit;

namespace PreserveStack.Module.Tests;

public class AddressMaskTests
{
    private static readonly string[] Samples =
    [
        "2001:db8:1::c", "2001:db8:1::5", "2001:db8:2::c", "2001:db8::1", "2a00:1450::1", "fd00:1::1", "fd00:2::1", "fe80::1", "fe80::5054:ff:fe12:3456",
        "ff02::1", "ff02::1:ff12:3456", "::1", "::", "::ffff:192.0.2.1", "64:ff9b::192.0.2.1",
    ];

    private readonly AddressMask _mask = new(new byte[32]);

    [Fact]
    public void Pseudonyms_have_as_many_leading_bits_in_common_as_the_addresses()
    {
        IPAddress[] addresses = [.. Samples.Select(IPAddress.Parse), .. Enumerable.Range(0, 128).Select(bit => Flipped("2001:db8:1::c", bit))];
        foreach (IPAddress first in addresses)
        {
            Assert.All(addresses, second => Assert.Equal(Common(first, second), Common(_mask.Mask(first), _mask.Mask(second))));
        }
    }

    [Fact]
    public void The_same_holds_of_IPv4()
    {
        IPAddress[] addresses = [.. Enumerable.Range(0, 32).Select(bit => Flipped("198.51.100.7", bit)), .. Enumerable.Range(0, 32).Select(bit => Flipped("10.1.2.3", bit))];
        foreach (IPAddress first in addresses)
        {
            Assert.All(addresses, second => Assert.Equal(Common(first, second), Common(_mask.Mask(first), _mask.Mask(second))));
        }
    }

    [Theory]
    [InlineData("2001:db8:1::c", "2000::", 3)]
    [InlineData("fd12::1", "fd00::", 8)]
    [InlineData("fe80::5054:ff:fe12:3456", "fe80::", 64)]
    [InlineData("ff02::1:ff12:3456", "ff02::1:ff00:0", 104)]
    [InlineData("10.1.2.3", "10.0.0.0", 8)]
    [InlineData("192.168.1.2", "192.168.0.0", 16)]
    [InlineData("172.20.1.2", "172.16.0.0", 12)]
    [InlineData("169.254.7.8", "169.254.0.0", 16)]
    [InlineData("::ffff:198.51.100.7", "::ffff:0:0", 96)]
    public void The_kind_of_an_address_stays_and_the_rest_does_not(string address, string kind, int length)
    {
        IPAddress masked = _mask.Mask(IPAddress.Parse(address));
        Assert.True(Common(masked, IPAddress.Parse(kind)) >= length);
        Assert.NotEqual(address, masked.ToString());
    }

    [Theory]
    [InlineData("::")]
    [InlineData("::1")]
    [InlineData("ff02::1")]
    [InlineData("0.0.0.0")]
    [InlineData("127.0.0.1")]
    [InlineData("255.255.255.0")]
    [InlineData("224.0.0.1")]
    public void What_names_nobody_stays(string address) => Assert.Equal(address, _mask.Mask(IPAddress.Parse(address)).ToString());

    [Fact]
    public void A_mapped_address_has_the_pseudonym_of_the_address_in_it() =>
        Assert.Equal(_mask.Mask(IPAddress.Parse("198.51.100.7")), _mask.Mask(IPAddress.Parse("::ffff:198.51.100.7")).MapToIPv4());

    [Fact]
    public void A_network_stays_one_and_holds_the_pseudonyms_of_its_addresses()
    {
        IPAddress network = _mask.MaskNetwork(IPAddress.Parse("2001:db8:1::"), 64);
        Assert.EndsWith("::", network.ToString());
        Assert.True(Common(network, _mask.Mask(IPAddress.Parse("2001:db8:1::c"))) >= 64);
        Assert.Equal(_mask.Mask(IPAddress.Parse("2001:db8:1::c")), _mask.MaskNetwork(IPAddress.Parse("2001:db8:1::c"), 64));
    }

    [Fact]
    public void Another_key_is_another_mapping() =>
        Assert.NotEqual(AddressMask.Random().Mask(IPAddress.Parse("2001:db8::1")), AddressMask.Random().Mask(IPAddress.Parse("2001:db8::1")));

    private static IPAddress Flipped(string address, int bit)
    {
        byte[] bytes = IPAddress.Parse(address).GetAddressBytes();
        bytes[bit / 8] ^= (byte)(0x80 >> (bit % 8));
        return new IPAddress(bytes);
    }

    private static int Common(IPAddress first, IPAddress second)
    {
        byte[] one = first.GetAddressBytes();
        byte[] other = second.GetAddressBytes();
        int bit = 0;
        while (bit < 8 * one.Length && ((one[bit / 8] ^ other[bit / 8]) & (0x80 >> (bit % 8))) == 0)
        {
            bit++;
        }

        return bit;
    }
}
