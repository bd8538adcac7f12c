// SPDX-License-Identifier: MIT
using System.Net;
using PreserveStack.NameSocket.Connecting;
using PreserveStack.NameSocket.Connecting.Srv;
using Xunit;

namespace PreserveStack.NameSocket.Tests.Connecting;

public sealed class SrvTargetTests
{
    private readonly SimulatedNetwork _network = new() { Options = new() { UseSrv = true } };

    [Fact]
    public async Task Targets_are_tried_by_priority_at_their_ports()
    {
        _network.Service("_ldap._tcp.host", new SrvRecord(20, 0, 1390, "b"), new SrvRecord(10, 0, 1389, "a"));
        _network.IPv4("a", 0, "192.0.2.1").IPv4("b", 0, "192.0.2.2").Refusing("192.0.2.1:1389", 5).Accepting("192.0.2.2:1390", 5);
        await _network.ConnectAsync("host", "ldap");
        Assert.Equal(["0 192.0.2.1:1389", "5 192.0.2.2:1390"], _network.Attempts);
    }

    [Fact]
    public async Task The_next_target_is_looked_up_only_when_the_addresses_of_the_one_before_are_in_use()
    {
        _network.Service("_ldap._tcp.host", new SrvRecord(10, 0, 1389, "a"), new SrvRecord(20, 0, 1390, "b"));
        _network.IPv4("a", 0, "192.0.2.1", "192.0.2.2").Accepting("192.0.2.1:1389", 5);
        await _network.ConnectAsync("host", "ldap");
        Assert.DoesNotContain(_network.Lookups, lookup => lookup.Contains(" b "));
    }

    [Fact]
    public async Task Addresses_that_came_with_the_records_are_not_looked_up_again()
    {
        var addresses = new Dictionary<string, IReadOnlyList<IPAddress>> { ["a.example"] = [IPAddress.Parse("192.0.2.1")] };
        _network.Service("_ldap._tcp.host", new SrvAnswer([new SrvRecord(1, 0, 1389, "A.example")], addresses));
        await _network.Accepting("192.0.2.1:1389", 5).ConnectAsync("host", "ldap");
        Assert.Equal(["0 _ldap._tcp.host SRV", "0 A.example AAAA"], _network.Lookups);
    }

    [Fact]
    public async Task A_target_that_is_the_root_means_that_the_service_is_not_offered()
    {
        _network.Service("_ldap._tcp.host", new SrvRecord(0, 0, 0, ""));
        NameConnectException exception = await _network.FailAsync("host", "ldap");
        Assert.Equal((NameConnectFailure.ServiceNotOffered, false), (exception.Failure, exception.IsTransient));
    }

    [Fact]
    public async Task Without_records_the_host_itself_is_connected_to()
    {
        await _network.IPv4("host", 0, "192.0.2.1").Accepting("192.0.2.1:389", 5).ConnectAsync("host", "ldap");
        Assert.Equal("0 _ldap._tcp.host SRV", _network.Lookups[0]);
    }

    [Theory]
    [InlineData("host", "389")]
    [InlineData("192.0.2.1", "ldap")]
    public async Task Port_numbers_and_addresses_need_no_records(string host, string service)
    {
        await _network.IPv4("host", 0, "192.0.2.1").Accepting("192.0.2.1:389", 5).ConnectAsync(host, service);
        Assert.DoesNotContain(_network.Lookups, lookup => lookup.EndsWith("SRV"));
    }

    [Fact]
    public async Task Nothing_is_asked_for_unless_it_is_wanted()
    {
        _network.Options = new();
        await _network.IPv4("host", 0, "192.0.2.1").Accepting("192.0.2.1:389", 5).ConnectAsync("host", "ldap");
        Assert.DoesNotContain(_network.Lookups, lookup => lookup.EndsWith("SRV"));
    }

    [Theory]
    [InlineData("", "192.0.2.1:389")]
    [InlineData("1400", "192.0.2.1:1400")]
    public async Task A_host_that_names_the_service_is_looked_up_in_any_case(string service, string endPoint)
    {
        _network.Options = new();
        await _network.IPv4("example.com", 0, "192.0.2.1").Accepting(endPoint, 5).ConnectAsync("_ldap._tcp.example.com", service);
        Assert.Equal("0 _ldap._tcp.example.com SRV", _network.Lookups[0]);
    }
}
