// SPDX-License-Identifier: MIT
using System.Text;
using BenchmarkDotNet.Attributes;
using PreserveStack.Module.Tables;

namespace PreserveStack.Benchmarks.Suites;

/// <summary>Reading the module's tables in /proc.</summary>
[MemoryDiagnoser]
public class TableBenchmarks
{
    private string _connections = "";

    /// <summary>Lines of the table.</summary>
    [Params(1, 1000)]
    public int Rows { get; set; }

    /// <summary>Makes the text.</summary>
    [GlobalSetup]
    public void SetUp()
    {
        var text = new StringBuilder("id role state local lport remote rport cur_local cur_remote pairs migrations followed cause since_ms\n");
        for (int i = 0; i < Rows; i++)
        {
            text.Append(i).Append(" initiator established 2001:db8:1::c ").Append(1024 + i);
            text.Append(" 2001:db8:11::5 5201 2001:db8:2::c 2001:db8:12::5 4 2 1 rto 1234\n");
        }

        _connections = text.ToString();
    }

    /// <summary>The table of connections.</summary>
    [Benchmark]
    public bool Connections() => ConnectionTable.TryParse(new StringReader(_connections), out _, out _);
}
