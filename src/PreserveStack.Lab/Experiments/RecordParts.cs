// SPDX-License-Identifier: MIT
using System.Globalization;
using PreserveStack.Lab.Machines;
using PreserveStack.Module.Tables;

namespace PreserveStack.Lab.Experiments;

/// <summary>Reads the parts of a record that all kinds of runs have.</summary>
internal static class RecordParts
{
    private static readonly string[] Hosts = ["client", "server"];

    /// <summary>The helpers' lines.</summary>
    /// <exception cref="MachineException">A step of the run failed.</exception>
    public static IReadOnlyList<GuestLine> GuestLines(this RunRecord record, RunPlan plan)
    {
        var lines = new List<GuestLine>();
        foreach (var text in record.Lines.Split('\n'))
        {
            if (GuestLine.TryParse(text, out var line))
            {
                lines.Add(line);
            }
        }

        return lines.Find(line => line.Type == "event" && line.Number("status") != 0) is { Type: "event" } failed
            ? throw new MachineException($"{plan.Id}: '{failed.Text("label")}' failed in the machine with status {failed.Number("status")}")
            : lines;
    }

    /// <summary>The one line of a type.</summary>
    /// <exception cref="MachineException">There is none, or more than one.</exception>
    public static GuestLine Only(this IReadOnlyList<GuestLine> lines, RunPlan plan, string type)
    {
        var found = lines.Where(line => line.Type == type).ToList();
        return found.Count == 1 ? found[0] : throw new MachineException($"{plan.Id}: the machine told {found.Count} results of type '{type}', not 1");
    }

    /// <summary>A curve of received bytes, from 0 on.</summary>
    public static IReadOnlyList<ReceivedSample> Samples(this RunRecord record, string file)
    {
        var samples = new List<ReceivedSample> { new(0, 0) };
        if (record.Files.TryGetValue(file, out var text))
        {
            foreach (var line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1))
            {
                var comma = line.IndexOf(',', StringComparison.Ordinal);
                samples.Add(new ReceivedSample(
                    double.Parse(line.AsSpan(0, comma), CultureInfo.InvariantCulture),
                    long.Parse(line.AsSpan(comma + 1), CultureInfo.InvariantCulture)));
            }
        }

        return samples;
    }

    /// <summary>The module's counters at the end that are not 0, as "client.SynSent".</summary>
    /// <exception cref="MachineException">They cannot be read.</exception>
    public static IReadOnlyDictionary<string, long> Counters(this RunRecord record, RunPlan plan)
    {
        var counters = new Dictionary<string, long>();
        foreach (var host in Hosts)
        {
            if (!record.Files.TryGetValue($"{host}.stats.end", out var text))
            {
                continue;
            }

            if (!CounterTable.TryParse(new StringReader(text), out var rows, out var error))
            {
                throw new MachineException($"{plan.Id}: cannot read the {host}'s /proc/net/preserve/stats: {error}");
            }

            foreach (var row in rows.Where(row => row.Value > 0))
            {
                counters[$"{host}.{row.Name}"] = (long)row.Value;
            }
        }

        return counters;
    }
}
