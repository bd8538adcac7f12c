// SPDX-License-Identifier: MIT
using System.Net.Sockets;
using PreserveStack.NameSocket.Connecting;
using Xunit;

namespace PreserveStack.NameSocket.Tests.Connecting;

public sealed class NameConnectExceptionTests
{
    private readonly SimulatedNetwork _network = new();

    [Fact]
    public async Task Each_address_and_why_is_listed_in_the_order_of_the_attempts()
    {
        _network.IPv6("host", 0, "2001:db8::1").IPv4("host", 0, "192.0.2.1").Refusing("192.0.2.1:80", 5);
        NameConnectException exception = await _network.FailAsync("host", "http");
        Assert.StartsWith(
            "cannot connect to host, service http: [2001:db8::1]:80: no answer within 20 s; "
                + "192.0.2.1:80: Connection refused. Check the routes",
            exception.Message);
        Assert.Equal((NameConnectFailure.NoneReachable, true), (exception.Failure, exception.IsTransient));
        Assert.Equal(["[2001:db8::1]:80", "192.0.2.1:80"], exception.Attempts.Select(attempt => attempt.EndPoint.ToString()));
        Assert.IsType<TimeoutException>(exception.Attempts[0].Exception);
        Assert.Equal(SocketError.ConnectionRefused, Assert.IsType<SocketException>(exception.Attempts[1].Exception).SocketErrorCode);
    }

    [Fact]
    public async Task Where_all_refuse_the_advice_is_about_the_service()
    {
        NameConnectException exception = await _network.Refusing("192.0.2.1:80", 5).FailAsync("192.0.2.1", "80");
        Assert.EndsWith("Check that the service runs and listens on this port", exception.Message);
    }

    [Fact]
    public async Task A_name_that_does_not_exist_is_told_from_one_that_nobody_answered_for()
    {
        NameConnectException missing = await _network.FailAsync("host", "80");
        Assert.Equal((NameConnectFailure.NameNotFound, false), (missing.Failure, missing.IsTransient));
        Assert.Empty(missing.Attempts);

        _network.IPv4("host", 5).Name("host", AddressFamily.InterNetworkV6, 5, SocketError.TryAgain);
        NameConnectException unanswered = await _network.FailAsync("host", "80");
        Assert.Equal((NameConnectFailure.NoAnswer, true), (unanswered.Failure, unanswered.IsTransient));
        Assert.Contains("resolv.conf", unanswered.Message);
    }

    [Fact]
    public async Task A_family_that_could_not_be_looked_up_is_mentioned()
    {
        _network.IPv4("host", 0, "192.0.2.1").Name("host", AddressFamily.InterNetworkV6, 5, SocketError.TryAgain);
        Assert.Contains("a look-up failed", (await _network.Refusing("192.0.2.1:80", 0).FailAsync("host", "80")).Message);
    }

    [Theory]
    [InlineData("no-such-service")]
    [InlineData("0")]
    [InlineData("65536")]
    [InlineData("-1")]
    [InlineData("")]
    public async Task A_service_that_is_not_known_is_told(string service)
    {
        NameConnectException exception = await _network.FailAsync("192.0.2.1", service);
        Assert.Equal(NameConnectFailure.ServiceUnknown, exception.Failure);
        Assert.Contains($"'{service}'", exception.Message);
    }

    [Theory]
    [InlineData("fe80::1%no-such-interface")]
    [InlineData("[::1")]
    [InlineData("::1::2")]
    public async Task A_malformed_address_is_told_and_not_looked_up(string host)
    {
        Assert.Equal(NameConnectFailure.NameNotFound, (await _network.FailAsync(host, "80")).Failure);
        Assert.Empty(_network.Lookups);
    }

    [Fact]
    public async Task What_is_wrong_with_the_name_is_told_beside_the_known_endpoints_that_failed()
    {
        NameConnectException exception = await _network.Refusing("192.0.2.1:80", 0).FailAsync("host", "no-such-service", "192.0.2.1:80");
        Assert.Equal(NameConnectFailure.NoneReachable, exception.Failure);
        Assert.Contains("192.0.2.1:80: Connection refused", exception.Message);
        Assert.Contains("'no-such-service' is not known", exception.Message);
    }
}
