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
        var json = new JsonObject
        {
            ["experiment"] = result.Experiment,
            ["parameters"] = new JsonObject(result.Parameters.Select(pair => KeyValuePair.Create(
                pair.Key, (JsonNode?)new JsonArray([.. pair.Value.Select(value => (JsonNode)value)])))),
            ["environment"] = Environment(result),
            ["results"] = new JsonArray([.. result.Results.Select(Row)]),
            ["summary"] = new JsonArray([.. result.Summary.Select(Cell)]),
        };
        if (result.Tables.Count > 0)
        {
            json["tables"] = new JsonArray([.. result.Tables.Select(table => (JsonNode)table.ToJson())]);
        }

        return json.ToJsonString(Readable);
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
            ["topology"] = result.Plan.Topology,
            ["kernel"] = result.Plan.Machine.Kernel,
            ["seed"] = result.Plan.Machine.Seed,
        };
        foreach (var (key, value) in result.Plan.Values.Where(pair => !row.ContainsKey(pair.Key)))
        {
            row[key] = value;
        }

        result.WriteTo(row);
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
        cell.WriteTo(json);
        return json;
    }

    private static JsonObject Texts(IEnumerable<KeyValuePair<string, string>> values)
        => new(values.Select(pair => KeyValuePair.Create(pair.Key, (JsonNode?)pair.Value)));
}
