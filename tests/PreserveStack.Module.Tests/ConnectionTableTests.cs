// SPDX-License-Identifier: MIT
using System.Net;
using PreserveStack.Module.Tables;
using Xunit;

namespace PreserveStack.Module.Tests;

public class ConnectionTableTests
{
    private const string Header = "id role state local lport remote rport cur_local cur_remote pairs migrations followed cause since_ms\n";
    private const string Line = "7 initiator established 2001:db8:1::c 40000 2001:db8:11::5 5201 2001:db8:2::c 2001:db8:12::5 4 2 1 rto 1234\n";

    [Fact]
    public void Every_column_of_a_line_is_read()
    {
        ConnectionEntry entry = Assert.Single(Parse(Header + Line));
        Assert.Equal(
            new ConnectionEntry(
                7,
                ConnectionRole.Initiator,
                ConnectionState.Established,
                IPAddress.Parse("2001:db8:1::c"),
                40000,
                IPAddress.Parse("2001:db8:11::5"),
                5201,
                IPAddress.Parse("2001:db8:2::c"),
                IPAddress.Parse("2001:db8:12::5"),
                4,
                2,
                1,
                MigrationCause.Rto,
                1234,
                []),
            entry);
    }

    [Fact]
    public void What_the_peer_was_told_is_a_list() => Assert.Equal(
        [IPAddress.Parse("2001:db8:2::c"), IPAddress.Parse("2001:db8:3::c")],
        Assert.Single(Parse(Header.Replace("since_ms", "since_ms told") + Line.Replace(" 1234", " 1234 2001:db8:2::c,2001:db8:3::c"))).Told);

    [Fact]
    public void A_table_without_connections_is_empty() => Assert.Empty(Parse(Header));

    [Fact]
    public void A_connection_that_never_moved_has_no_time_of_its_last_change() =>
        Assert.Null(Assert.Single(Parse(Header + Line.Replace("rto 1234", "none -"))).SinceMs);

    [Fact]
    public void Columns_of_a_newer_module_are_passed_over()
    {
        string text = "cookie " + Header.TrimEnd() + " weight\n" + "0xabc " + Line.TrimEnd() + " 3\n";
        Assert.Equal(7ul, Assert.Single(Parse(text)).Id);
    }

    [Fact]
    public void Columns_may_stand_in_another_order()
    {
        string[] names = Header.Split(' ', StringSplitOptions.TrimEntries);
        string[] values = Line.Split(' ', StringSplitOptions.TrimEntries);
        string text = string.Join("  ", names.Reverse()) + "\n" + string.Join("\t", values.Reverse()) + "\n";
        Assert.Equal(5201, Assert.Single(Parse(text)).RemotePort);
    }

    [Theory]
    [InlineData("none", MigrationCause.None)]
    [InlineData("rto", MigrationCause.Rto)]
    [InlineData("no_route", MigrationCause.NoRoute)]
    [InlineData("link_down", MigrationCause.LinkDown)]
    [InlineData("address_removed", MigrationCause.AddressRemoved)]
    [InlineData("path_restored", MigrationCause.PathRestored)]
    [InlineData("followed", MigrationCause.Followed)]
    public void Every_cause_is_known(string word, MigrationCause cause) =>
        Assert.Equal(cause, Assert.Single(Parse(Header + Line.Replace(" rto ", $" {word} "))).Cause);

    [Theory]
    [InlineData("7 ", "-7 ", "line 2: id is '-7', not a number")]
    [InlineData(" initiator ", " neither ", "line 2: role is 'neither', not one of initiator, responder")]
    [InlineData(" established ", " open ", "line 2: state is 'open', not one of syn, fallback, ack, established, dead")]
    [InlineData(" 40000 ", " 65536 ", "line 2: lport is '65536', not a port")]
    [InlineData(" 2001:db8:11::5 ", " 192.0.2.1 ", "line 2: remote is '192.0.2.1', not an IPv6 address")]
    [InlineData(" 2001:db8:2::c ", " 2001:db8:2:::c ", "line 2: cur_local is '2001:db8:2:::c', not an IPv6 address")]
    [InlineData(" 4 2 1 ", " 4 2 1,0 ", "line 2: followed is '1,0', not a number")]
    [InlineData(" rto ", " RTO ", "line 2: cause is 'RTO', not one of none, rto, no_route, link_down, address_removed, path_restored, followed")]
    [InlineData(" 1234", " 12ms", "line 2: since_ms is '12ms', not a number")]
    [InlineData(" 1234", "", "line 2: 13 fields instead of 14")]
    [InlineData(" 1234", " 1234 5", "line 2: 15 fields instead of 14")]
    public void A_malformed_line_is_refused_and_named(string good, string bad, string expected)
    {
        Assert.False(ConnectionTable.TryParse(new StringReader(Header + Line.Replace(good, bad)), out _, out string? error));
        Assert.Equal(expected, error);
    }

    [Theory]
    [InlineData("", "line 1: there is no column 'id'")]
    [InlineData("id role state\n", "line 1: there is no column 'local'")]
    [InlineData("id role id\n", "line 1: column 'id' stands there twice")]
    public void A_header_that_lacks_something_is_refused(string text, string expected)
    {
        Assert.False(ConnectionTable.TryParse(new StringReader(text), out _, out string? error));
        Assert.Equal(expected, error);
    }

    [Fact]
    public void The_line_of_an_error_is_counted_from_the_top()
    {
        Assert.False(ConnectionTable.TryParse(new StringReader(Header + Line + Line + "8 initiator\n"), out _, out string? error));
        Assert.Equal("line 4: 2 fields instead of 14", error);
    }

    private static IReadOnlyList<ConnectionEntry> Parse(string text)
    {
        Assert.True(ConnectionTable.TryParse(new StringReader(text), out IReadOnlyList<ConnectionEntry>? rows, out string? error), error);
        return rows;
    }
}
