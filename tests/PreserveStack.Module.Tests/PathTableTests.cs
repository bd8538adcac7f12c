// SPDX-License-Identifier: MIT
using System.Net;
using PreserveStack.Module.Tables;
using Xunit;

namespace PreserveStack.Module.Tests;

public class PathTableTests
{
    private const string Header = "group mode dev weight effective state packets bytes rtt_us rate_kbps probes lost failures\n";
    private const string Line = "default adaptive tunl1 6 857 up 1200 1700000 20345 19800 77 2 1\n";

    private const string ReorderHeader =
        "local lport remote rport paths held held_bytes max_held timeout_us packets reordered gaps_lost timeouts\n";

    [Fact]
    public void Every_column_of_a_path_is_read() =>
        Assert.Equal(
            new PathEntry("default", PathMode.Adaptive, "tunl1", 6, 857, PathState.Up, 1200, 1700000, 20345, 19800, 77, 2, 1),
            Assert.Single(Parse(Header + Line)));

    [Fact]
    public void What_was_never_measured_is_not_0()
    {
        PathEntry entry = Assert.Single(Parse(Header + Line.Replace(" 20345 19800 ", " 0 0 ")));
        Assert.Null(entry.RttUs);
        Assert.Null(entry.RateKbps);
    }

    [Fact]
    public void A_group_with_a_mode_and_no_path_has_no_device() =>
        Assert.Null(Assert.Single(Parse(Header + "video failover - 0 0 idle 0 0 0 0 0 0 0\n")).Device);

    [Theory]
    [InlineData("idle", PathState.Idle)]
    [InlineData("up", PathState.Up)]
    [InlineData("down", PathState.Down)]
    [InlineData("no_route", PathState.NoRoute)]
    [InlineData("dead", PathState.Dead)]
    public void Every_state_is_known(string word, PathState state) =>
        Assert.Equal(state, Assert.Single(Parse(Header + Line.Replace(" up ", $" {word} "))).State);

    [Theory]
    [InlineData("weighted", PathMode.Weighted)]
    [InlineData("adaptive", PathMode.Adaptive)]
    [InlineData("redundant", PathMode.Redundant)]
    [InlineData("failover", PathMode.Failover)]
    public void Every_mode_is_known(string word, PathMode mode) =>
        Assert.Equal(mode, Assert.Single(Parse(Header + Line.Replace(" adaptive ", $" {word} "))).Mode);

    [Theory]
    [InlineData(" adaptive ", " random ", "line 2: mode is 'random', not one of weighted, adaptive, redundant, failover")]
    [InlineData(" up ", " UP ", "line 2: state is 'UP', not one of idle, up, down, no_route, dead")]
    [InlineData(" 6 ", " -6 ", "line 2: weight is '-6', not a number")]
    [InlineData(" 1700000 ", " 1.7e6 ", "line 2: bytes is '1.7e6', not a number")]
    [InlineData(" 2 1\n", " 2\n", "line 2: 12 fields instead of 13")]
    public void A_malformed_path_is_refused_and_named(string good, string bad, string expected)
    {
        Assert.False(PathTable.TryParse(new StringReader(Header + Line.Replace(good, bad)), out _, out string? error));
        Assert.Equal(expected, error);
    }

    [Fact]
    public void Buffers_of_both_families_are_read()
    {
        const string lines =
            "10.0.0.2 80 10.0.0.1 40000 2 17 40000 90 35000 5000 800 3 1\n"
            + "2001:db8::5 80 2001:db8::c 40001 1 0 0 0 10000 9 1 0 0\n";
        Assert.True(ReorderTable.TryParse(new StringReader(ReorderHeader + lines), out IReadOnlyList<ReorderEntry>? rows, out _));
        Assert.Equal(
            [
                new ReorderEntry(IPAddress.Parse("10.0.0.2"), 80, IPAddress.Parse("10.0.0.1"), 40000, 2, 17, 40000, 90, 35000, 5000, 800, 3, 1),
                new ReorderEntry(IPAddress.Parse("2001:db8::5"), 80, IPAddress.Parse("2001:db8::c"), 40001, 1, 0, 0, 0, 10000, 9, 1, 0, 0),
            ],
            rows);
    }

    [Theory]
    [InlineData("10.0.2")]
    [InlineData("167772162")]
    [InlineData("host")]
    public void What_is_no_address_is_refused(string address)
    {
        string text = $"{ReorderHeader}{address} 80 10.0.0.1 40000 2 17 40000 90 35000 5000 800 3 1\n";
        Assert.False(ReorderTable.TryParse(new StringReader(text), out _, out string? error));
        Assert.Equal($"line 2: local is '{address}', not an address", error);
    }

    private static IReadOnlyList<PathEntry> Parse(string text)
    {
        Assert.True(PathTable.TryParse(new StringReader(text), out IReadOnlyList<PathEntry>? rows, out string? error), error);
        return rows;
    }
}
