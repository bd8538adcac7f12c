// SPDX-License-Identifier: MIT
using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using PreserveStack.Cli.Help;
using PreserveStack.Cli.Output;

namespace PreserveStack.Cli.Commands;

/// <summary><c>preserve stats</c></summary>
internal static class StatsCommand
{
    public static Command Create(CliServices services, CommonOptions common)
    {
        var nonZero = new Option<bool>("--nonzero", "-z")
        {
            Description = "Leave out the counters that are 0",
        };
        var watch = new Watch();
        var command = new ExampleCommand("stats", "Show the module's counters: each names one event")
        {
            Examples =
            [
                new("preserve stats --nonzero", "what happened so far"),
                new("preserve stats -n server --watch", "live, in another network namespace"),
                new("preserve stats --json | jq .fallback_no_option", "connections whose peer lacks the module"),
            ],
        };
        command.Options.Add(common.Namespace);
        command.Options.Add(nonZero);
        watch.AddTo(command);
        command.SetAction((parsed, cancellationToken) =>
        {
            Module.PreserveModule module = services.Module(parsed.GetValue(common.Namespace));
            bool onlyNonZero = parsed.GetValue(nonZero);
            Dictionary<string, ulong> Read() => module.ReadCounters()
                .Where(counter => !onlyNonZero || counter.Value > 0)
                .ToDictionary(counter => counter.Name, counter => counter.Value);
            return parsed.GetValue(common.Json)
                ? watch.RunAsync(services.Terminal, parsed, true, "counters", () => WithJsonKeys(Read()), (_, _) => { }, cancellationToken)
                : watch.RunAsync(services.Terminal, parsed, false, "counters", Read, Write, cancellationToken);
        });
        return command;
    }

    private static Dictionary<string, ulong> WithJsonKeys(Dictionary<string, ulong> counters) =>
        counters.ToDictionary(pair => JsonNamingPolicy.SnakeCaseLower.ConvertName(pair.Key), pair => pair.Value);

    private static void Write(Dictionary<string, ulong> counters, TextWriter output)
    {
        var table = new TextTable("counter", "value>");
        foreach ((string name, ulong value) in counters)
        {
            table.Add(name, value.ToString(CultureInfo.InvariantCulture));
        }

        table.Write(output);
    }
}
