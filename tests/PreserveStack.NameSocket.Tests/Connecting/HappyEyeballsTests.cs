// SPDX-License-Identifier: MIT
using System.Net.Sockets;
using PreserveStack.NameSocket.Connecting;
using Xunit;

namespace PreserveStack.NameSocket.Tests.Connecting;

public sealed class HappyEyeballsTests
{
    private readonly SimulatedNetwork _network = new();

    [Fact]
    public async Task Both_families_are_looked_up_at_once()
    {
        _network.IPv6("host", 10, "2001:db8::1").IPv4("host", 10, "192.0.2.1").Accepting("[2001:db8::1]:80", 30);
        await _network.ConnectAsync("host", "80");
        Assert.Equal(["0 host AAAA", "0 host A"], _network.Lookups);
        Assert.Equal(["10 [2001:db8::1]:80"], _network.Attempts);
    }

    [Fact]
    public async Task Silent_addresses_are_tried_in_turns_of_the_families_every_250_ms()
    {
        _network.IPv6("host", 0, "2001:db8::1", "2001:db8::2").IPv4("host", 0, "192.0.2.1", "192.0.2.2").Accepting("192.0.2.2:80", 5);
        await _network.ConnectAsync("host", "80");
        Assert.Equal(["0 [2001:db8::1]:80", "250 192.0.2.1:80", "500 [2001:db8::2]:80", "750 192.0.2.2:80"], _network.Attempts);
    }

    [Fact]
    public async Task IPv6_does_not_wait_for_IPv4()
    {
        _network.IPv6("host", 5, "2001:db8::1").IPv4("host", 5000, "192.0.2.1").Accepting("[2001:db8::1]:80", 5);
        await _network.ConnectAsync("host", "80");
        Assert.Equal(["5 [2001:db8::1]:80"], _network.Attempts);
    }

    [Theory]
    [InlineData(50, "49 [2001:db8::1]:80", "299 192.0.2.1:80")]
    [InlineData(10, "20 192.0.2.1:80", "270 [2001:db8::1]:80")]
    public async Task IPv4_waits_for_IPv6_as_long_as_the_resolution_delay(int delay, params string[] attempts)
    {
        _network.Options = new() { ResolutionDelay = TimeSpan.FromMilliseconds(delay) };
        _network.IPv6("host", 49, "2001:db8::1").IPv4("host", 10, "192.0.2.1");
        _network.Accepting(attempts[1].Split(' ')[1], 5);
        await _network.ConnectAsync("host", "80");
        Assert.Equal(attempts, _network.Attempts);
    }

    [Fact]
    public async Task IPv4_does_not_wait_when_it_is_known_that_there_is_no_IPv6()
    {
        _network.IPv6("host", 7).IPv4("host", 5, "192.0.2.1").Accepting("192.0.2.1:80", 5);
        await _network.ConnectAsync("host", "80");
        Assert.Equal(["7 192.0.2.1:80"], _network.Attempts);
    }

    [Fact]
    public async Task IPv6_addresses_that_come_late_come_next()
    {
        _network.IPv6("host", 100, "2001:db8::1").IPv4("host", 0, "192.0.2.1", "192.0.2.2").Accepting("192.0.2.2:80", 5);
        await _network.ConnectAsync("host", "80");
        Assert.Equal(["50 192.0.2.1:80", "300 [2001:db8::1]:80", "550 192.0.2.2:80"], _network.Attempts);
    }

    [Fact]
    public async Task A_failure_starts_the_next_attempt_at_once_and_the_delay_anew()
    {
        _network.IPv4("host", 0, "192.0.2.1", "192.0.2.2", "192.0.2.3").Refusing("192.0.2.1:80", 20).Accepting("192.0.2.3:80", 5);
        await _network.ConnectAsync("host", "80");
        Assert.Equal(["0 192.0.2.1:80", "20 192.0.2.2:80", "270 192.0.2.3:80"], _network.Attempts);
    }

    [Fact]
    public async Task Any_attempt_that_is_still_running_can_win()
    {
        _network.IPv4("host", 0, "192.0.2.1", "192.0.2.2").Accepting("192.0.2.1:80", 300).Accepting("192.0.2.2:80", 400);
        using Socket winner = await _network.ConnectAsync("host", "80");
        Assert.Same(_network.Sockets.Single(), winner);
        Assert.Equal(["300 192.0.2.2:80"], _network.Cancelled);
        Assert.Equal(300, _network.Time.Elapsed.TotalMilliseconds);
    }

    [Fact]
    public async Task A_loser_that_connects_all_the_same_is_closed()
    {
        _network.IgnoresCancellation = true;
        _network.IPv4("host", 0, "192.0.2.1", "192.0.2.2").Accepting("192.0.2.1:80", 600).Accepting("192.0.2.2:80", 10);
        using Socket winner = await _network.ConnectAsync("host", "80");
        Assert.Same(_network.Sockets[0], winner);
        Assert.False(winner.SafeHandle.IsClosed);
        Assert.True(_network.Sockets[1].SafeHandle.IsClosed);
    }

    [Theory]
    [InlineData(100)]
    [InlineData(2000)]
    public async Task The_delay_between_attempts_is_a_setting(int delay)
    {
        _network.Options = new() { ConnectionAttemptDelay = TimeSpan.FromMilliseconds(delay) };
        _network.IPv4("host", 0, "192.0.2.1", "192.0.2.2").Accepting("192.0.2.2:80", 5);
        await _network.ConnectAsync("host", "80");
        Assert.Equal(["0 192.0.2.1:80", $"{delay} 192.0.2.2:80"], _network.Attempts);
    }

    [Theory]
    [InlineData(99)]
    [InlineData(2001)]
    public void A_delay_out_of_its_bounds_is_refused(int delay) =>
        Assert.Throws<ArgumentOutOfRangeException>(
            () => new NameConnector(new NameConnectorOptions { ConnectionAttemptDelay = TimeSpan.FromMilliseconds(delay) }));

    [Fact]
    public async Task Unreachable_addresses_are_tried_last()
    {
        _network.IPv6("host", 0, "2001:db8::1").IPv4("host", 0, "192.0.2.1", "192.0.2.2").Unreachable("2001:db8::1");
        _network.Refusing("192.0.2.1:80", 0).Refusing("192.0.2.2:80", 0).Refusing("[2001:db8::1]:80", 0);
        await _network.FailAsync("host", "80");
        Assert.Equal(["0 192.0.2.1:80", "0 192.0.2.2:80", "0 [2001:db8::1]:80"], _network.Attempts);
    }

    [Fact]
    public async Task An_address_that_stands_there_twice_is_tried_once()
    {
        _network.IPv4("host", 0, "192.0.2.1", "192.0.2.1").Refusing("192.0.2.1:80", 0);
        await _network.FailAsync("host", "80", "192.0.2.1:80", "[::ffff:192.0.2.1]:80");
        Assert.Equal(["0 192.0.2.1:80"], _network.Attempts);
    }

    [Fact]
    public async Task A_name_with_thousands_of_addresses_is_tried_at_some_of_them()
    {
        string[] addresses = [.. Enumerable.Range(0, 4000).Select(number => $"10.0.{number / 250}.{number % 250}")];
        foreach (string address in addresses)
        {
            _network.Refusing($"{address}:80", 0);
        }

        await _network.IPv4("host", 0, addresses).FailAsync("host", "80");
        Assert.Equal(64, _network.Attempts.Count);
    }

    [Fact]
    public async Task Known_endpoints_do_not_wait_for_the_name_and_then_take_turns_with_it()
    {
        _network.IPv4("host", 100, "192.0.2.1", "192.0.2.2").Accepting("192.0.2.2:80", 5);
        await _network.ConnectAsync("host", "80", ["198.51.100.1:81", "198.51.100.2:82", "198.51.100.3:83"]);
        Assert.Equal(
            ["0 198.51.100.1:81", "250 192.0.2.1:80", "500 198.51.100.2:82", "750 192.0.2.2:80"], _network.Attempts);
    }

    [Fact]
    public async Task Known_endpoints_serve_when_the_name_is_gone()
    {
        _network.Accepting("198.51.100.1:81", 5);
        using Socket socket = await _network.ConnectAsync("host", "80", ["198.51.100.1:81"]);
        Assert.False(socket.SafeHandle.IsClosed);
    }

    [Fact]
    public async Task An_attempt_without_an_answer_fails_in_time()
    {
        NameConnectException exception = await _network.FailAsync("192.0.2.1", "80");
        Assert.Contains("192.0.2.1:80: no answer within 20 s", exception.Message);
        Assert.Equal(20, _network.Time.Elapsed.TotalSeconds);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(10)]
    [InlineData(300)]
    public async Task Cancelling_ends_all_attempts(int after)
    {
        using var cancellation = new CancellationTokenSource();
        await using ITimer timer = _network.Time.CreateTimer(
            _ => cancellation.Cancel(), null, TimeSpan.FromMilliseconds(after), Timeout.InfiniteTimeSpan);
        _network.IPv4("host", 20, "192.0.2.1", "192.0.2.2");
        var exception = await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => _network.ConnectAsync("host", "80", cancellationToken: cancellation.Token));
        Assert.Equal(cancellation.Token, exception.CancellationToken);
        Assert.Equal(_network.Attempts.Count, _network.Cancelled.Count);
        Assert.Equal(after, _network.Time.Elapsed.TotalMilliseconds);
    }
}
