// SPDX-License-Identifier: MIT
using System.Globalization;
using PreserveStack.Lab.Machines;
using PreserveStack.Module.Tables;

namespace PreserveStack.Lab.Experiments;

/// <summary>Reads a run's record into its result.</summary>
public static class RunRecordReader
{
    private static readonly string[] Hosts = ["client", "server"];

    /// <summary>Reads it.</summary>
    /// <exception cref="MachineException">A part of the record is missing or unreadable.</exception>
    public static TransferResult Read(RunPlan plan, VariantDefinition variant, RunRecord record)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(variant);
        ArgumentNullException.ThrowIfNull(record);
        var lines = record.GuestLines(plan);
        var sent = lines.Only(plan, "sent");
        var received = lines.Only(plan, "received");
        var events = ReadEvents(lines);
        var samples = record.Samples(TransferJob.ReceivedFile);
        var second = variant.Second?.TotalMilliseconds;
        return new TransferResult
        {
            Plan = plan,
            LargestGapMs = second is { } until
                ? Largest(received.Pairs("gaps").Where(gap => gap.To <= until || gap.From < FirstCut(variant)))
                : received.Number("largest_gap_ms"),
            SecondGapMs = second is { } from ? Largest(received.Pairs("gaps").Where(gap => gap.To > from)) : null,
            ResponseMs = plan.Values["stream"] == "idle" ? Response(sent, received) : null,
            ResumeMs = plan.Values["stream"] == "idle" ? null : Outage.Resume(samples, events, double.Parse(plan.Values["rtt_ms"], CultureInfo.InvariantCulture) / 2),
            OutageMs = plan.Values["stream"] == "bulk" ? Outage.Of(variant, samples, events) : null,
            DeliveredBytes = received.Integer("delivered"),
            LostBytes = sent.Integer("accepted") - received.Integer("received"),
            ChangedBytes = received.Integer("changed"),
            Connections = (int)received.Integer("connections"),
            CompletedConnections = (int)received.Integer("complete"),
            Migrations = (int)Connections(plan, record).Sum(connection => (long)connection.Migrations),
            Followed = (int)Connections(plan, record).Sum(connection => (long)connection.Followed),
            MigrationMs = FirstMigration(events),
            Error = sent.Text("error") is { Length: > 0 } error ? error : received.Text("error"),
            Samples = samples,
            Events = events,
            Counters = record.Counters(plan),
            Environment = GuestEnvironment.Read(lines),
            KernelWarnings = KernelConsole.Warnings(record.Console),
        };
    }

    private static double FirstCut(VariantDefinition variant)
        => variant.Events.Where(happening => happening.IsCut).Select(happening => happening.At.TotalMilliseconds).DefaultIfEmpty().Min();

    private static double Largest(IEnumerable<(double From, double To)> gaps) => gaps.Select(gap => gap.To - gap.From).DefaultIfEmpty().Max();

    /// <summary>Null if the last write never arrived.</summary>
    private static double? Response(GuestLine sent, GuestLine received)
        => received.Number("final_ms") >= sent.Number("last_write_ms") ? received.Number("final_ms") - sent.Number("last_write_ms") : null;

    private static List<RunEvent> ReadEvents(IReadOnlyList<GuestLine> lines)
        => [.. lines.Select(ToEvent).OfType<RunEvent>().OrderBy(happening => happening.Ms)];

    /// <summary>The event that a line tells of; null for other lines.</summary>
    internal static RunEvent? ToEvent(GuestLine line)
        => line.Type switch
        {
            "event" when line.Text("label").StartsWith("cut", StringComparison.Ordinal)
                => new RunEvent(line.Number("ms"), "cut", "", line.Text("label")),
            "event" when line.Text("label").StartsWith("heal", StringComparison.Ordinal)
                => new RunEvent(line.Number("ms"), "heal", "", line.Text("label")),
            "migration" or "followed"
                => new RunEvent(line.Number("ms"), line.Type, line.Text("host"), $"{line.Text("cause")} {line.Text("pair")}"),
            _ => null,
        };

    private static double? FirstMigration(List<RunEvent> events)
    {
        var cut = events.Find(happening => happening.Kind == "cut");
        var moved = cut is null ? null : events.Find(happening => happening.Kind == "migration" && happening.Ms >= cut.Ms);
        return moved?.Ms - cut?.Ms;
    }

    private static IEnumerable<ConnectionEntry> Connections(RunPlan plan, RunRecord record)
        => Hosts.SelectMany(host =>
        {
            if (!record.Files.TryGetValue($"{host}.connections.before", out var text))
            {
                return [];
            }

            return ConnectionTable.TryParse(new StringReader(text), out var rows, out var error)
                ? rows
                : throw new MachineException($"{plan.Id}: cannot read the {host}'s /proc/net/preserve/connections: {error}");
        });
}
