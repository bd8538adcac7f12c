// SPDX-License-Identifier: MIT
using System.Net;
using Xunit;

namespace PreserveStack.NameSocket.Tests;

public sealed class AddressReachTests
{
    private static readonly string[] ByReach =
    [
        "127.0.0.53", "::1", "::ffff:127.0.0.1",
        "169.254.1.1", "fe80::1",
        "10.1.2.3", "172.31.255.255", "192.168.0.1", "100.64.0.1", "fd00::1", "fec0::1", "::ffff:10.0.0.1",
        "192.0.2.1", "172.32.0.1", "100.128.0.1", "2001:db8::1", "::ffff:192.0.2.1",
    ];

    [Theory]
    [InlineData("127.0.0.1", 0)]
    [InlineData("169.254.9.9", 3)]
    [InlineData("fe80::9", 3)]
    [InlineData("192.168.1.1", 5)]
    [InlineData("fd00::9", 5)]
    [InlineData("::ffff:10.9.9.9", 5)]
    [InlineData("198.51.100.1", 12)]
    [InlineData("2001:db8::9", 12)]
    public void A_server_may_name_what_reaches_as_far_as_where_it_was_met(string met, int first)
    {
        IPEndPoint[] all = [.. ByReach.Select(address => new IPEndPoint(IPAddress.Parse(address), 7))];
        Assert.Equal(all[first..], AddressReaches.Believable(all, AddressReaches.Of(IPAddress.Parse(met))));
    }
}
