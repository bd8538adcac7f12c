// SPDX-License-Identifier: MIT
using System.CommandLine;
using PreserveStack.Bench;

namespace PreserveStack.Cli.Benchmarks;

/// <summary>The commands that measure and judge.</summary>
internal static class BenchCommands
{
    public static IEnumerable<Command> All(BenchContext context, string prefix) =>
    [
        BenchServerCommand.Create(context, prefix),
        .. Enum.GetValues<BenchTest>().Select(test => BenchTestCommand.Create(context, prefix, test)),
        BenchCompareCommand.Create(context, prefix),
    ];
}
