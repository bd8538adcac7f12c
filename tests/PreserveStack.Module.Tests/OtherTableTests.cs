// SPDX-License-Identifier: MIT
using System.Net;
using PreserveStack.Module.Tables;
using Xunit;

namespace PreserveStack.Module.Tests;

public class OtherTableTests
{
    [Fact]
    public void Pairs_are_read()
    {
        const string text =
            "id local lport remote rport current usable alive_ms\n"
            + "3 2001:db8:1::c 40000 2001:db8:11::5 80 1 1 -\n"
            + "3 2001:db8:2::c 40000 2001:db8:12::5 80 0 1 56\n";
        Assert.True(AliasTable.TryParse(new StringReader(text), out IReadOnlyList<AliasEntry>? rows, out _));
        Assert.Equal(
            [
                new AliasEntry(3, IPAddress.Parse("2001:db8:1::c"), 40000, IPAddress.Parse("2001:db8:11::5"), 80, true, true, null),
                new AliasEntry(3, IPAddress.Parse("2001:db8:2::c"), 40000, IPAddress.Parse("2001:db8:12::5"), 80, false, true, 56),
            ],
            rows);
    }

    [Fact]
    public void A_flag_is_0_or_1()
    {
        const string text = "id local lport remote rport current usable alive_ms\n3 ::1 1 ::2 2 yes 1 -\n";
        Assert.False(AliasTable.TryParse(new StringReader(text), out _, out string? error));
        Assert.Equal("line 2: current is 'yes', not 0 or 1", error);
    }

    [Fact]
    public void Black_holes_are_read()
    {
        const string text = "address remaining_s failures\n2001:db8::1 3599 2\n";
        Assert.True(BlackholeTable.TryParse(new StringReader(text), out IReadOnlyList<BlackholeEntry>? rows, out _));
        Assert.Equal(new BlackholeEntry(IPAddress.Parse("2001:db8::1"), 3599, 2), Assert.Single(rows));
    }

    [Fact]
    public void Counters_are_read_in_the_order_of_the_file_even_unknown_ones()
    {
        Assert.True(CounterTable.TryParse(new StringReader("SynSent 5\nBrandNew 18446744073709551615\n"), out IReadOnlyList<Counter>? rows, out _));
        Assert.Equal([new Counter("SynSent", 5), new Counter("BrandNew", ulong.MaxValue)], rows);
    }

    [Theory]
    [InlineData("SynSent\n", "line 1: 'SynSent' is not a name and a number")]
    [InlineData("SynSent 1\nSynReceived -1\n", "line 2: 'SynReceived -1' is not a name and a number")]
    [InlineData("SynSent 1 2\n", "line 1: 'SynSent 1 2' is not a name and a number")]
    [InlineData("SynSent 18446744073709551616\n", "line 1: 'SynSent 18446744073709551616' is not a name and a number")]
    [InlineData("SynSent 1\nSynSent 1\n", "line 2: 'SynSent' stands there twice")]
    public void A_malformed_counter_is_refused(string text, string expected)
    {
        Assert.False(CounterTable.TryParse(new StringReader(text), out _, out string? error));
        Assert.Equal(expected, error);
    }
}
