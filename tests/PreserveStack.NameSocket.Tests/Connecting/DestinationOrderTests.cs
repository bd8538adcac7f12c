// SPDX-License-Identifier: MIT
using System.Net;
using PreserveStack.NameSocket.Connecting.Addresses;
using Xunit;

namespace PreserveStack.NameSocket.Tests.Connecting;

public sealed class DestinationOrderTests
{
    // The examples of RFC 6724 section 10.2 whose rules user space can evaluate, with the source that the RFC selects.
    [Theory]
    [InlineData("2001:db8:1::1", "2001:db8:1::2", "198.51.100.121", "169.254.13.78")]
    [InlineData("198.51.100.121", "198.51.100.117", "2001:db8:1::1", "fe80::1")]
    [InlineData("2001:db8:1::1", "2001:db8:1::2", "10.1.2.3", "10.1.2.4")]
    [InlineData("fe80::1", "fe80::2", "2001:db8:1::1", "2001:db8:1::2")]
    [InlineData("2001:db8:1::1", "2001:db8:1::2", "2001:db8:3ffe::1", "2001:db8:3f44::2")]
    [InlineData("2002:c633:6401::1", "2002:c633:6401::2", "2001:db8:1::1", "2002:c633:6401::2")]
    [InlineData("2001:db8:1::1", "2001:db8:1::2", "2002:c633:6401::1", "2002:c633:6401::2")]
    public void The_examples_of_the_standard_come_out_as_it_says(string first, string firstSource, string second, string secondSource)
    {
        AddressPair better = Pair(first, firstSource);
        AddressPair worse = Pair(second, secondSource);
        Assert.Equal([better, worse], DestinationOrder.Sort([worse, better]));
        Assert.Equal([better, worse], DestinationOrder.Sort([better, worse]));
    }

    [Theory]
    [InlineData("::1", "::1", "127.0.0.1", "127.0.0.1")]
    [InlineData("192.0.2.1", "192.0.2.9", "fd00::1", "fd00::9")]
    [InlineData("192.0.2.1", "192.0.2.9", "2001:0:53aa::1", "2001:0:53aa::2")]
    [InlineData("2001:db8::1", "2001:db8::9", "fec0::1", "fec0::9")]
    public void The_default_policy_table_ranks_kinds_of_addresses(string first, string firstSource, string second, string secondSource) =>
        Assert.Equal(
            [Pair(first, firstSource), Pair(second, secondSource)],
            DestinationOrder.Sort([Pair(second, secondSource), Pair(first, firstSource)]));

    [Fact]
    public void What_cannot_be_reached_comes_last() =>
        Assert.Equal(
            ["192.0.2.1", "2001:db8::1", "198.51.100.1"],
            DestinationOrder.Sort([Pair("2001:db8::1", null), Pair("198.51.100.1", null), Pair("192.0.2.1", "192.0.2.9")])
                .Select(pair => pair.Destination.ToString()));

    [Fact]
    public void Prefixes_of_IPv4_do_not_count_and_equals_keep_their_order()
    {
        AddressPair[] pairs = [Pair("10.55.0.1", "10.0.0.2"), Pair("10.0.0.1", "10.0.0.2"), Pair("192.0.2.7", "10.0.0.2")];
        Assert.Equal(pairs, DestinationOrder.Sort(pairs));
        Assert.Equal(pairs.Reverse(), DestinationOrder.Sort(pairs.Reverse()));
    }

    [Fact]
    public void Bits_of_the_interface_identifier_do_not_count()
    {
        AddressPair[] pairs = [Pair("2001:db8::ff", "2001:db8::1"), Pair("2001:db8::2", "2001:db8::1")];
        Assert.Equal(pairs, DestinationOrder.Sort(pairs));
    }

    // Both have the rank of the same destination otherwise, so that the earlier rules alone decide.
    [Theory]
    [InlineData(SourceTraits.None, SourceTraits.Deprecated)] // rule 3
    [InlineData(SourceTraits.Home, SourceTraits.None)] // rule 4
    [InlineData(SourceTraits.None, SourceTraits.Tunnel)] // rule 7
    [InlineData(SourceTraits.Tunnel, SourceTraits.Deprecated)] // rule 3 before rule 7
    [InlineData(SourceTraits.None, SourceTraits.Deprecated | SourceTraits.Home)] // rule 3 before rule 4
    internal void What_the_kernel_tells_about_the_source_counts(SourceTraits better, SourceTraits worse)
    {
        AddressPair first = Pair("2001:db8:1::1", "2001:db8:f::1") with { Traits = better };
        AddressPair second = Pair("2001:db8:2::1", "2001:db8:f::1") with { Traits = worse };
        Assert.Equal([first, second], DestinationOrder.Sort([first, second]));
        Assert.Equal([first, second], DestinationOrder.Sort([second, first]));
    }

    [Theory]
    [InlineData("2001:db8::1", SourceTraits.None)]
    [InlineData("2001:db8::2", SourceTraits.Deprecated)]
    [InlineData("2001:db8::3", SourceTraits.Deprecated | SourceTraits.Home)]
    [InlineData("2002:c000:201::1", SourceTraits.Tunnel)]
    [InlineData("2001:db8::4", SourceTraits.None)] // none of ours
    [InlineData("2001:db8::5", SourceTraits.None)] // a line that is cut off
    internal void The_kernels_table_tells_what_an_address_is(string address, SourceTraits traits)
    {
        string[] lines =
        [
            "20010db8000000000000000000000001 02 40 00 80     eth0",
            "20010db8000000000000000000000002 02 40 00 a0     eth0",
            "20010db8000000000000000000000003 02 40 00 30     eth0",
            "2002c000020100000000000000000001 03 10 00 80     6to4",
            "20010db8000000000000000000000005 02 40",
        ];
        Assert.Equal(traits, new SourceTraitsTable(() => lines, device => device == "6to4").Of(IPAddress.Parse(address)));
    }

    [Fact]
    public void A_table_that_cannot_be_read_decides_nothing()
    {
        var table = new SourceTraitsTable(static () => throw new IOException("too many open files"), static _ => true);
        Assert.Equal(SourceTraits.None, table.Of(IPAddress.IPv6Loopback));
    }

    [Fact]
    public void A_scope_id_does_not_hide_what_an_address_is() =>
        Assert.Equal(AddressPolicy.For(IPAddress.Parse("fe80::1")), AddressPolicy.For(IPAddress.Parse("fe80::1%1")));

    [Fact]
    public void The_kernel_tells_the_source_of_a_destination() =>
        Assert.Equal(IPAddress.Loopback, new KernelSourceAddresses().For(IPAddress.Loopback).Source);

    [Fact]
    public void The_kernel_tells_that_there_is_no_source() =>
        Assert.Null(new KernelSourceAddresses().For(IPAddress.Parse("fe80::1")).Source);

    private static AddressPair Pair(string destination, string? source) =>
        new(IPAddress.Parse(destination), source is null ? null : IPAddress.Parse(source));
}
