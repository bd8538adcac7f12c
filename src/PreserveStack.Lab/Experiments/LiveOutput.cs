// SPDX-License-Identifier: MIT
using System.Text;
using PreserveStack.Lab.Machines;

namespace PreserveStack.Lab.Experiments;

/// <summary>Turns the lines that a run prints into points of a timeline.</summary>
/// <param name="plan">The run.</param>
/// <param name="timeline">Told of each point, one call at a time.</param>
/// <param name="gate">Shared by all runs.</param>
internal sealed class LiveOutput(RunPlan plan, IProgress<TimelinePoint> timeline, Lock gate) : IGuestOutput
{
    private readonly List<byte> _line = [];
    private long _bytes;
    private double _ms;

    public void OnStandardOutput(ReadOnlySpan<byte> data)
    {
        foreach (var value in data)
        {
            if (value != '\n')
            {
                _line.Add(value);
                continue;
            }

            if (GuestLine.TryParse(Encoding.UTF8.GetString([.. _line]), out var line) && ToPoint(line) is { } point)
            {
                lock (gate)
                {
                    timeline.Report(point);
                }
            }

            _line.Clear();
        }
    }

    public void OnStandardError(ReadOnlySpan<byte> data)
    {
        // The sweep reports it when the run is over.
    }

    private TimelinePoint? ToPoint(GuestLine line)
    {
        if (line.Type == "sample")
        {
            _bytes = line.Integer("bytes");
            _ms = line.Number("ms");
            return Point(TimelineKind.Sample, _ms, "");
        }

        if (line.Type == "received")
        {
            _bytes = line.Integer("received");
            return Point(TimelineKind.End, Math.Max(_ms, line.Number("last_ms")), "");
        }

        return RunRecordReader.ToEvent(line) is not { } happening ? null
            : happening.Kind switch
            {
                "cut" => Point(TimelineKind.Cut, happening.Ms, happening.Text),
                "heal" => Point(TimelineKind.Heal, happening.Ms, happening.Text),
                "migration" => Point(TimelineKind.Migration, happening.Ms, $"{happening.Host}: {happening.Text}"),
                _ => null,
            };
    }

    private TimelinePoint Point(TimelineKind kind, double ms, string text) => new(plan.Peer, plan.Cut, kind, ms / 1000, _bytes, text);
}
