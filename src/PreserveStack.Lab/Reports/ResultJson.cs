// SPDX-License-Identifier: MIT
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using PreserveStack.Lab.Experiments;

namespace PreserveStack.Lab.Reports;

/// <summary>Writes results as JSON: snake_case keys with units in their names.</summary>
public static class ResultJson
{
    private static readonly JsonSerializerOptions Readable = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private static readonly JsonSerializerOptions OneLine = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The whole experiment as one object.</summary>
    public static string Write(ExperimentResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        return new JsonObject
        {
            ["experiment"] = result.Experiment,
            ["parameters"] = new JsonObject(result.Parameters.Select(pair => KeyValuePair.Create(
                pair.Key, (JsonNode?)new JsonArray([.. pair.Value.Select(value => (JsonNode)value)])))),
            ["environment"] = Environment(result),
            ["results"] = new JsonArray([.. result.Results.Select(Row)]),
            ["summary"] = new JsonArray([.. result.Summary.Select(Cell)]),
        }.ToJsonString(Readable);
    }

    /// <summary>One run, with what a folder of its own has room for.</summary>
    public static string Write(RunResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        var row = Row(result);
        row["values"] = Texts(result.Plan.Values);
        row["environment"] = Texts(result.Environment);
        row["counters"] = new JsonObject(result.Counters.Select(pair => KeyValuePair.Create(pair.Key, (JsonNode?)pair.Value)));
        row["kernel_warnings"] = new JsonArray([.. result.KernelWarnings.Select(text => (JsonNode)text)]);
        return row.ToJsonString(Readable);
    }

    /// <summary>An event as one line.</summary>
    public static string Write(RunPlan plan, RunEvent happening)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(happening);
        return new JsonObject
        {
            ["run"] = plan.Id,
            ["ms"] = happening.Ms,
            ["event"] = happening.Kind,
            ["host"] = happening.Host,
            ["text"] = happening.Text,
        }.ToJsonString(OneLine);
    }

    private static JsonObject Row(RunResult result)
    {
        var row = new JsonObject
        {
            ["peer"] = result.Plan.Peer,
            ["cut"] = result.Plan.Cut,
            ["sender"] = result.Plan.Sender,
            ["topology"] = result.Plan.Topology,
            ["kernel"] = result.Plan.Machine.Kernel,
            ["seed"] = result.Plan.Machine.Seed,
            ["largest_gap_ms"] = result.LargestGapMs,
            ["delivered_bytes"] = result.DeliveredBytes,
            ["lost_bytes"] = result.LostBytes,
            ["migrations"] = result.Migrations,
            ["vm"] = result.Plan.Values["vm"],
        };
        foreach (var (key, value) in result.Plan.Values.Where(pair => !row.ContainsKey(pair.Key)))
        {
            row[key] = value;
        }

        row["changed_bytes"] = result.ChangedBytes;
        row["followed"] = result.Followed;
        row["connections"] = result.Connections;
        row["completed_connections"] = result.CompletedConnections;
        row["second_gap_ms"] = result.SecondGapMs;
        row["outage_ms"] = result.OutageMs;
        row["response_ms"] = result.ResponseMs;
        row["migration_ms"] = result.MigrationMs;
        row["error"] = result.Error;
        row["kernel_warnings"] = result.KernelWarnings.Count;
        return row;
    }

    private static JsonObject Environment(ExperimentResult result)
    {
        var environment = Texts(result.Environment);
        foreach (var kernel in result.Results.GroupBy(run => run.Plan.Machine.Kernel))
        {
            environment[$"guest_{kernel.Key}"] = Texts(kernel.SelectMany(run => run.Environment).DistinctBy(pair => pair.Key));
        }

        return environment;
    }

    private static JsonObject Cell(CellSummary cell)
    {
        var json = Texts(cell.Values);
        json["runs"] = cell.Runs;
        json["largest_gap_ms"] = Of(cell.LargestGapMs);
        json["second_gap_ms"] = cell.SecondGapMs is { } second ? Of(second) : null;
        json["delivered_bytes"] = Of(cell.DeliveredBytes);
        json["lost_bytes"] = cell.LostBytes;
        json["changed_bytes"] = cell.ChangedBytes;
        return json;
    }

    private static JsonObject Of(Spread spread) => new() { ["median"] = spread.Median, ["min"] = spread.Min, ["max"] = spread.Max };

    private static JsonObject Texts(IEnumerable<KeyValuePair<string, string>> values)
        => new(values.Select(pair => KeyValuePair.Create(pair.Key, (JsonNode?)pair.Value)));
}
