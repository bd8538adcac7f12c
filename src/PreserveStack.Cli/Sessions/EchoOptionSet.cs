// SPDX-License-Identifier: MIT
using System.CommandLine;
using PreserveStack.Cli.Commands;

namespace PreserveStack.Cli.Sessions;

/// <summary>The options that say what an echo client sends.</summary>
internal sealed class EchoOptionSet
{
    private const int StandardIntervalMs = 1000;

    private readonly Option<long?> _bytes = new("--bytes")
    {
        Description = "Send so many bytes as fast as they go, instead of lines; 64k, 10M and 1G are understood",
        HelpName = "BYTES",
        CustomParser = ByteCount.Parse,
    };

    private readonly Option<int?> _count = new("--count", "-c")
    {
        Description = "Send so many lines, then end; without it until Ctrl-C",
        HelpName = "N",
        CustomParser = OptionValues.WholeIfGiven(1),
    };

    private readonly Option<int?> _interval = new("--interval")
    {
        Description = $"Milliseconds between two lines; {StandardIntervalMs} if not given",
        HelpName = "MS",
        CustomParser = OptionValues.WholeIfGiven(1),
    };

    public void AddTo(Command command)
    {
        command.Options.Add(_bytes);
        command.Options.Add(_count);
        command.Options.Add(_interval);
    }

    public EchoPlan Read(ParseResult parsed)
    {
        long? bytes = parsed.GetValue(_bytes);
        int? count = parsed.GetValue(_count);
        int? interval = parsed.GetValue(_interval);
        return bytes is null || (count ?? interval) is null
            ? new EchoPlan(bytes, count, TimeSpan.FromMilliseconds(interval ?? StandardIntervalMs))
            : throw new UsageException("--bytes sends no lines: leave out --count and --interval");
    }
}
