// SPDX-License-Identifier: MIT
using System.CommandLine;
using System.Globalization;
using System.Net;
using System.Text;
using PreserveStack.Cli.Help;
using PreserveStack.Cli.Output;
using PreserveStack.Module.Events;
using PreserveStack.Module.Namespaces;
using PreserveStack.Module.Tables;

namespace PreserveStack.Cli.Commands;

/// <summary><c>preserve events</c></summary>
internal static class EventsCommand
{
    public static Command Create(CliServices services, CommonOptions common)
    {
        var count = new Option<int?>("--count", "-c")
        {
            Description = "End after so many events; without it, by Ctrl-C",
            HelpName = "N",
            CustomParser = OptionValues.WholeIfGiven(1),
        };
        var command = new ExampleCommand("events", "Show what happens to connections as it happens: created, migrated, followed, restored, fallback, refused, closed")
        {
            Examples =
            [
                new("sudo preserve events", "a line per event, until Ctrl-C"),
                new("sudo preserve events --json | jq 'select(.event == \"migrated\")'", "only moves, with cause and pairs; one object a line"),
                new("sudo preserve events -n client --count 1", "wait for the next event in another network namespace"),
            ],
        };
        command.Options.Add(common.Namespace);
        command.Options.Add(count);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            string? name = parsed.GetValue(common.Namespace);
            using EventListener listener = EventListener.Open(name is null ? null : new NetworkNamespace(name));
            int left = parsed.GetValue(count) ?? int.MaxValue;
            try
            {
                await foreach (ConnectionEvent happened in listener.ListenAsync(cancellationToken).ConfigureAwait(false))
                {
                    Write(happened, parsed.GetValue(common.Json), services.Terminal.Out);
                    if (--left <= 0)
                    {
                        break;
                    }
                }
            }
            catch (OperationCanceledException)
            {
                // Ctrl-C is how it ends.
            }

            return ExitStatus.Success;
        });
        return command;
    }

    private static void Write(ConnectionEvent happened, bool asJson, TextWriter output)
    {
        output.WriteLine(asJson
            ? Json.Line(happened)
            : $"{happened.Time.ToString("HH:mm:ss.fff", CultureInfo.InvariantCulture)} {Describe(happened)}");
        output.Flush();
    }

    private static string Describe(ConnectionEvent happened)
    {
        if (happened.Event == ConnectionEventKind.Missed)
        {
            return "some events are lost: they came faster than they were read";
        }

        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{(happened.Id is { } id ? $"#{id}" : "-"),-6} {happened.Event.ToString().ToLowerInvariant(),-9}");
        if (happened.Pair is { } pair && happened.LocalPort is { } local && happened.RemotePort is { } remote)
        {
            text.Append(CultureInfo.InvariantCulture, $" {new IPEndPoint(pair.Local, local)} {new IPEndPoint(pair.Remote, remote)}");
        }

        text.Append(happened.From is { } from ? $", from {from.Local} {from.Remote}" : "");
        text.Append(happened.To is { } to ? $"{(happened.From is null ? "," : " to")} {to.Local} {to.Remote}" : "");
        text.Append(happened.Cause is { } cause and not MigrationCause.None ? $": {CauseWords.Of(cause)}" : "");
        text.Append(happened.Reason is { } reason ? $": {reason}" : "");
        return text.ToString();
    }
}
