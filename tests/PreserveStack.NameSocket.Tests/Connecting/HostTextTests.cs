// SPDX-License-Identifier: MIT
using System.Net;
using PreserveStack.NameSocket.Connecting.Names;
using Xunit;

namespace PreserveStack.NameSocket.Tests.Connecting;

public sealed class HostTextTests
{
    [Theory]
    [InlineData("192.0.2.1", "192.0.2.1")]
    [InlineData("127.1", "127.0.0.1")]
    [InlineData("2001:db8::1", "2001:db8::1")]
    [InlineData("[2001:db8::1]", "2001:db8::1")]
    [InlineData("fe80::1%lo", "fe80::1%1")]
    [InlineData("[fe80::1%1]", "fe80::1%1")]
    [InlineData("::ffff:192.0.2.1", "192.0.2.1")]
    public void Addresses_are_read_with_brackets_and_scopes(string text, string address)
    {
        Assert.True(HostText.TryParseAddress(text, out IPAddress? parsed));
        Assert.Equal(IPAddress.Parse(address), parsed);
    }

    [Theory]
    [InlineData("example.com")]
    [InlineData("[192.0.2.1]")]
    [InlineData("[::1")]
    [InlineData("[::1]:80")]
    [InlineData("[[::1]]")]
    [InlineData("192.0.2.1:80")]
    [InlineData("fe80::1%no-such-interface")]
    [InlineData("[")]
    [InlineData("[]")]
    public void What_is_no_address_is_not_taken_for_one(string text) => Assert.False(HostText.TryParseAddress(text, out _));
}
