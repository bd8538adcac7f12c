// SPDX-License-Identifier: MIT
using System.Text;
using PreserveStack.Module.Tables;
using Xunit;

namespace PreserveStack.Module.Tests;

public class AllocationTests
{
    private const int Rows = 1000;
    private const int BudgetPerRow = 1500;

    [Fact]
    public void A_row_of_the_table_of_connections_stays_within_its_budget()
    {
        var text = new StringBuilder("id role state local lport remote rport cur_local cur_remote pairs migrations followed cause since_ms\n");
        string header = text.ToString();
        for (int i = 0; i < Rows; i++)
        {
            text.Append(i).Append(" initiator established 2001:db8:1::c ").Append(1024 + i);
            text.Append(" 2001:db8:11::5 5201 2001:db8:2::c 2001:db8:12::5 4 2 1 rto 1234\n");
        }

        string table = text.ToString();
        long perRow = (Allocations.PerCall(() => Parse(table), calls: 10) - Allocations.PerCall(() => Parse(header))) / Rows;
        Assert.InRange(perRow, 1, BudgetPerRow);
    }

    private static void Parse(string text) => Assert.True(ConnectionTable.TryParse(new StringReader(text), out _, out _));
}
