// SPDX-License-Identifier: MIT
using PreserveStack.Lab;
using PreserveStack.Lab.Experiments;

namespace PreserveStack.Cli.Demo;

/// <summary>What one peer received over time during one cut, in cells of equal length, with the events between.</summary>
/// <param name="peer">The peer.</param>
/// <param name="cut">The cut.</param>
internal sealed class TimelineTrack(string peer, string cut)
{
    /// <summary>Cells of a track.</summary>
    public const int Cells = 40;

    /// <summary>Length of a cell in simulated seconds.</summary>
    public const double CellSeconds = 0.25;

    private readonly double[] _bytes = new double[Cells];
    private readonly TimelineKind?[] _marks = new TimelineKind?[Cells];

    public string Peer { get; } = peer;

    public string Cut { get; } = cut;

    /// <summary>Simulated time so far.</summary>
    public double Seconds { get; private set; }

    /// <summary>Bytes received so far.</summary>
    public long Bytes { get; private set; }

    /// <summary>When the last byte arrived.</summary>
    public double LastReceiveSeconds { get; private set; }

    /// <summary>What the run measured; null while it goes on.</summary>
    public TransferResult? Result { get; private set; }

    /// <summary>Bytes received in each cell.</summary>
    public IReadOnlyList<double> Received => _bytes;

    /// <summary>The event to show in each cell.</summary>
    public IReadOnlyList<TimelineKind?> Marks => _marks;

    /// <summary>Takes in one moment of the run.</summary>
    public void Add(TimelinePoint point)
    {
        if (point.Bytes > Bytes)
        {
            Spread(point.Bytes - Bytes, Seconds, point.Seconds);
            Bytes = point.Bytes;
            LastReceiveSeconds = point.Seconds;
        }

        Seconds = Math.Max(Seconds, point.Seconds);
        if (point.Kind is TimelineKind.Cut or TimelineKind.Heal or TimelineKind.Migration)
        {
            Mark(point);
        }
    }

    /// <summary>Takes in the result, which the samples of a track drawn afterwards come from too.</summary>
    public void Finish(TransferResult result)
    {
        Result = result;
        if (Bytes > 0)
        {
            return;
        }

        foreach (ReceivedSample sample in result.Samples)
        {
            Add(new TimelinePoint(Peer, Cut, TimelineKind.Sample, sample.Ms / 1000, sample.Bytes, ""));
        }

        foreach (RunEvent happened in result.Events)
        {
            if (Enum.TryParse(happened.Kind, ignoreCase: true, out TimelineKind kind))
            {
                Add(new TimelinePoint(Peer, Cut, kind, happened.Ms / 1000, Bytes, happened.Text));
            }
        }
    }

    // Bytes that came somewhere between two samples count for the cells between, by time.
    private void Spread(long bytes, double from, double to)
    {
        double length = Math.Max(to - from, 1e-6);
        for (int cell = CellOf(from); cell <= CellOf(to); cell++)
        {
            double overlap = Math.Min(to, (cell + 1) * CellSeconds) - Math.Max(from, cell * CellSeconds);
            _bytes[cell] += bytes * Math.Clamp(overlap / length, 0, 1);
        }
    }

    // Two events may fall into one cell; the later one then takes the next. Of many migrations the first is shown.
    private void Mark(TimelinePoint point)
    {
        for (int cell = CellOf(point.Seconds); cell < Cells; cell++)
        {
            if (_marks[cell] == point.Kind)
            {
                return;
            }

            if (_marks[cell] is null)
            {
                _marks[cell] = point.Kind;
                return;
            }
        }
    }

    private static int CellOf(double seconds) => Math.Clamp((int)(seconds / CellSeconds), 0, Cells - 1);
}
