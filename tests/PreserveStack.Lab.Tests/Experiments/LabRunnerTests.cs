// SPDX-License-Identifier: MIT
using System.Text.Json;
using PreserveStack.Lab.Experiments;
using Xunit;

namespace PreserveStack.Lab.Tests.Experiments;

public sealed class LabRunnerTests : IDisposable
{
    private const string Sample = """{"type":"sample","ms":100,"bytes":1428}""";

    private static readonly string Output = string.Join('\n', Sample, Records.Cut, Records.Migration, Records.Sent, Records.Received) + "\n";

    private readonly string _folder = Directory.CreateTempSubdirectory("lab").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Listings_tell_keys_with_defaults_and_what_is_allowed()
    {
        var lab = new LabRunner(_ => new ScriptedMachine(""));

        Assert.Equal(["proxies", "two-links", "two-routers"], lab.ListTopologies().Select(topology => topology.Name));
        var failover = Assert.Single(lab.ListExperiments(), experiment => experiment.Name == "failover");
        Assert.Equal("one of client, server", failover.Settings.Single(key => key.Name == "sender").Allowed);
    }

    [Fact]
    public async Task Gdb_is_for_machines_that_are_a_process()
    {
        var lab = new LabRunner(_ => new ScriptedMachine(""));

        var refusal = await Assert.ThrowsAsync<LabUsageException>(
            () => lab.ShellAsync("two-links", new ExecOptions { WithDebugger = true }, CancellationToken.None));
        Assert.Contains("--vm uml", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_sweep_prints_one_object_with_a_row_per_run()
    {
        var lab = new LabRunner(_ => new ScriptedMachine(Output));
        var settings = new ExperimentSettings { Values = ExperimentSettings.ParseValues(["peer=tcp,preserve", "cut=silent", "seed=1-3"]) };

        var result = await lab.RunExperimentAsync("failover", settings, null, CancellationToken.None);

        using var json = JsonDocument.Parse(result.ToJson());
        var rows = json.RootElement.GetProperty("results").EnumerateArray().ToList();
        Assert.Equal(6, rows.Count);
        foreach (var key in new[] { "peer", "cut", "sender", "topology", "kernel", "seed", "largest_gap_ms", "delivered_bytes", "lost_bytes", "migrations" })
        {
            Assert.All(rows, row => Assert.True(row.TryGetProperty(key, out _), key));
        }

        Assert.Equal([1, 2, 3, 1, 2, 3], rows.Select(row => row.GetProperty("seed").GetInt32()));
        Assert.Equal(2, json.RootElement.GetProperty("summary").GetArrayLength());
        Assert.Equal(377.25, json.RootElement.GetProperty("summary")[0].GetProperty("largest_gap_ms").GetProperty("median").GetDouble());
    }

    [Fact]
    public async Task A_sweep_goes_on_where_it_was_stopped()
    {
        var started = 0;
        var lab = new LabRunner(_ => new ScriptedMachine(Output, () => Interlocked.Increment(ref started)));
        ExperimentSettings Settings(string seeds) => new()
        {
            Values = ExperimentSettings.ParseValues(["peer=tcp", "cut=silent", $"seed={seeds}"]),
            OutputDirectory = _folder,
        };

        await lab.RunExperimentAsync("failover", Settings("1-2"), null, CancellationToken.None);
        var states = new List<RunState>();
        var result = await lab.RunExperimentAsync("failover", Settings("1-3"), new Listener<RunProgress>(report => states.Add(report.State)), CancellationToken.None);

        Assert.Equal(3, started);
        Assert.Equal(3, result.Results.Count);
        Assert.Equal(2, states.Count(state => state == RunState.Resumed));
        Assert.Equal(1, states.Count(state => state == RunState.Finished));
        Assert.True(File.Exists(result.ReportPath));
        Assert.True(File.Exists(Path.Combine(_folder, "result.json")));
        Assert.Equal(6, File.ReadAllLines(Path.Combine(_folder, "events.ndjson")).Length);
    }

    [Fact]
    public async Task A_demo_tells_its_timeline()
    {
        var lab = new LabRunner(_ => new ScriptedMachine(Output));
        var points = new List<TimelinePoint>();
        var options = new DemoOptions { Peers = ["preserve"], Cuts = ["silent"], OutputDirectory = _folder };

        await lab.DemoAsync(options, new Listener<TimelinePoint>(points.Add), null, CancellationToken.None);

        Assert.Equal(
            [TimelineKind.Sample, TimelineKind.Cut, TimelineKind.Migration, TimelineKind.End],
            points.Select(point => point.Kind));
        Assert.Equal(1428, points[0].Bytes);
        Assert.Equal(0.1, points[0].Seconds, 6);
        Assert.Equal(5000, points[^1].Bytes);
    }

    [Fact]
    public async Task Unknown_experiments_are_refused_with_those_there_are()
    {
        var lab = new LabRunner(_ => new ScriptedMachine(""));

        var error = await Assert.ThrowsAsync<LabUsageException>(
            () => lab.RunExperimentAsync("faylover", new ExperimentSettings(), null, CancellationToken.None));

        Assert.StartsWith("there is no experiment 'faylover': choose one of failover", error.Message, StringComparison.Ordinal);
    }

    private sealed class Listener<T>(Action<T> action) : IProgress<T>
    {
        public void Report(T value) => action(value);
    }
}
