// SPDX-License-Identifier: MIT
using System.Globalization;
using System.Text;
using PreserveStack.Lab;

namespace PreserveStack.Cli.Demo;

/// <summary>Draws tracks with characters.</summary>
internal static class TimelineText
{
    private const string Levels = "▁▂▃▄▅▆▇█";
    private const double Kilobyte = 1e3;
    private const double Megabyte = 1e6;

    // A track is silent when nothing came for longer than the normal pauses of the bed.
    private const double SilentSeconds = 0.15;

    public static char Symbol(TimelineKind mark) => mark switch
    {
        TimelineKind.Cut => '✂',
        TimelineKind.Heal => '○',
        _ => '➜',
    };

    /// <summary>The rate over time: one character a cell; nothing received is a blank.</summary>
    /// <param name="track">The track.</param>
    /// <param name="full">Bytes of a cell at full rate.</param>
    /// <param name="paint">Surrounds the symbol of an event with what colours it.</param>
    public static string Bar(TimelineTrack track, double full, Func<TimelineKind, string> paint)
    {
        var text = new StringBuilder();
        for (int cell = 0; cell < TimelineTrack.Cells; cell++)
        {
            if (track.Marks[cell] is { } mark)
            {
                text.Append(paint(mark));
            }
            else
            {
                text.Append(Level(track.Received[cell] / full));
            }
        }

        return text.ToString();
    }

    /// <summary>The greatest bytes of a cell in all tracks, for <see cref="Bar"/>.</summary>
    public static double Full(IReadOnlyList<TimelineTrack> tracks) => Math.Max(1, tracks.Max(track => track.Received.Max()));

    /// <summary>A few words on how a track stands.</summary>
    public static string Status(TimelineTrack track)
    {
        if (track.Result is { } result)
        {
            long damage = result.LostBytes + result.ChangedBytes;
            return damage == 0
                ? Invariant($"gap {result.LargestGapMs:0} ms, {result.DeliveredBytes / Megabyte:0.0} MB")
                : Invariant($"gap {result.LargestGapMs:0} ms, lost {Math.Ceiling(damage / Kilobyte):0} kB");
        }

        if (track.Seconds <= 0)
        {
            return "waiting";
        }

        double silence = track.Seconds - track.LastReceiveSeconds;
        return silence > SilentSeconds ? Invariant($"nothing for {silence:0.0} s") : Invariant($"{track.Bytes / Megabyte:0.0} MB");
    }

    private static char Level(double share)
    {
        int level = (int)Math.Ceiling(Math.Clamp(share, 0, 1) * Levels.Length);
        return level == 0 ? ' ' : Levels[level - 1];
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
