// SPDX-License-Identifier: MIT
using System.Globalization;
using PreserveStack.Cli.Demo;
using PreserveStack.Lab.Experiments;

namespace PreserveStack.Cli.Output;

/// <summary>The runs of a demo as a table, with their timelines.</summary>
internal static class RunTable
{
    private const double Megabyte = 1e6;

    public static void Write(TextWriter output, ExperimentResult result, IReadOnlyList<TimelineTrack> tracks)
    {
        double full = TimelineText.Full(tracks);
        var table = new TextTable("cut", "peer", "received rate over 10 s", "gap_ms>", "delivered_mb>", "lost_bytes>", "migrations>", "error");
        foreach (TimelineTrack track in tracks)
        {
            if (track.Result is { } run)
            {
                table.Add(
                    track.Cut,
                    track.Peer,
                    TimelineText.Bar(track, full, mark => TimelineText.Symbol(mark).ToString()),
                    run.LargestGapMs.ToString("0", CultureInfo.InvariantCulture),
                    (run.DeliveredBytes / Megabyte).ToString("0.0", CultureInfo.InvariantCulture),
                    run.LostBytes.ToString(CultureInfo.InvariantCulture),
                    run.Migrations.ToString(CultureInfo.InvariantCulture),
                    run.Error);
            }
        }

        table.Write(output);
        if (result.ReportPath is not null)
        {
            output.WriteLine();
            output.WriteLine($"report: {result.ReportPath}");
        }
    }
}
