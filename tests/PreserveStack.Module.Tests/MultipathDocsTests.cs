// SPDX-License-Identifier: MIT
using System.Text.RegularExpressions;
using PreserveStack.Module.Paths;
using Xunit;

namespace PreserveStack.Module.Tests;

/// <summary>docs/multipath.md tells everything that the module shows.</summary>
public partial class MultipathDocsTests
{
    private static readonly string Page = Read("docs", "multipath.md");

    [Fact]
    public void Every_counter_of_scheduler_and_buffer_is_described() =>
        Assert.All(
            Counter().Matches(Read("kmod/conn", "mib_items.h")).Select(match => match.Groups[1].Value),
            name => Assert.Matches($@"(?m)^\|[^|]*\b{name}\b", Page));

    [Fact]
    public void Every_column_of_both_tables_is_described() =>
        Assert.All(
            Header().Matches(Read("kmod/paths", "proc.c")).SelectMany(match => match.Groups[1].Value.Split(' ')),
            name => Assert.Matches($@"(?m)^\|[^|]*\b{name}\b", Page));

    [Fact]
    public void Every_mode_is_described() => Assert.All(PathRules.Modes, name => Assert.Contains($"| `{name}` |", Page));

    private static string Read(string folder, string name) => File.ReadAllText(Path.Combine(Checkout.Root, folder, name));

    [GeneratedRegex(""", "((?:Sched|Path|Reorder)\w+)"\)""")]
    private static partial Regex Counter();

    [GeneratedRegex("""seq_puts\(seq, "((?:group mode|local lport remote rport paths) [^\\]+)\\n"\)""")]
    private static partial Regex Header();
}
