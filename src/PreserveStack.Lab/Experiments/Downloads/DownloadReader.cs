// SPDX-License-Identifier: MIT
using System.Globalization;
using PreserveStack.Lab.Machines;

namespace PreserveStack.Lab.Experiments.Downloads;

/// <summary>Reads the record of a download.</summary>
internal static class DownloadReader
{
    /// <summary>Reads it.</summary>
    /// <exception cref="MachineException">A part of the record is missing or unreadable, or the server refused.</exception>
    public static DownloadResult Read(RunPlan plan, RunRecord record)
    {
        var lines = record.GuestLines(plan);
        var fetched = lines.Only(plan, "fetched");
        var bytes = fetched.Integer("bytes");
        var isComplete = fetched.Text("error").Length == 0 && bytes == fetched.Integer("expected");
        if (isComplete && fetched.Integer("status") != 200)
        {
            throw new MachineException($"{plan.Id}: the web server answered with status {fetched.Integer("status")}");
        }

        var duration = fetched.Number("last_ms");
        return new DownloadResult
        {
            Plan = plan,
            IsComplete = isComplete,
            GoodputKBps = isComplete ? bytes / duration : 0,
            ReceivedBytes = bytes,
            ChangedBytes = fetched.Integer("changed"),
            DurationMs = duration,
            LargestGapMs = fetched.Number("largest_gap_ms"),
            Error = fetched.Text("error"),
            Samples = record.Samples(DownloadJob.ReceivedFile),
            Events = [],
            Paths = record.Files.TryGetValue(DownloadJob.PathsFile, out var text) ? ReadPaths(plan, text) : [],
            Counters = record.Counters(plan),
            Environment = GuestEnvironment.Read(lines),
            KernelWarnings = KernelConsole.Warnings(record.Console),
        };
    }

    /// <summary>Columns are found by their names, so that the module may add some.</summary>
    private static IReadOnlyList<PathShare> ReadPaths(RunPlan plan, string text)
    {
        var lines = text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(' ')).ToList();
        var names = lines[0].ToList();
        var (device, packets, bytes) = (names.IndexOf("dev"), names.IndexOf("packets"), names.IndexOf("bytes"));
        return device < 0 || packets < 0 || bytes < 0
            ? throw new MachineException($"{plan.Id}: cannot read the server's /proc/net/preserve/paths: no column dev, packets or bytes")
            : [.. lines.Skip(1).Select(line => new PathShare(line[device], Number(line[packets]), Number(line[bytes])))];
    }

    private static long Number(string text) => long.Parse(text, CultureInfo.InvariantCulture);
}
