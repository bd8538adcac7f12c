// SPDX-License-Identifier: MIT
using PreserveStack.Lab;
using PreserveStack.Lab.Experiments;

namespace PreserveStack.Cli.Demo;

/// <summary>All tracks of a demo. Its callers come from several threads.</summary>
/// <param name="peers">The peers, in the order in which they are shown.</param>
/// <param name="cuts">The cuts, in the order in which they are shown.</param>
internal sealed class TimelineBoard(IReadOnlyList<string> peers, IReadOnlyList<string> cuts)
{
    private readonly Lock _lock = new();

    /// <summary>The tracks, cut by cut.</summary>
    public IReadOnlyList<TimelineTrack> Tracks { get; } = [.. cuts.SelectMany(cut => peers.Select(peer => new TimelineTrack(peer, cut)))];

    /// <summary>Whether anything was seen yet.</summary>
    public bool HasStarted { get; private set; }

    /// <summary>Takes in one moment of a run.</summary>
    public void Add(TimelinePoint point)
    {
        lock (_lock)
        {
            HasStarted = true;
            Find(point.Peer, point.Cut)?.Add(point);
        }
    }

    /// <summary>Takes in a result.</summary>
    /// <returns>The track it belongs to; null when it is none of the demo's.</returns>
    public TimelineTrack? Finish(TransferResult result)
    {
        lock (_lock)
        {
            HasStarted = true;
            TimelineTrack? track = Find(result.Plan.Peer, result.Plan.Cut);
            track?.Finish(result);
            return track;
        }
    }

    /// <summary>Looks at the tracks while nobody changes them.</summary>
    public T Look<T>(Func<IReadOnlyList<TimelineTrack>, T> look)
    {
        lock (_lock)
        {
            return look(Tracks);
        }
    }

    private TimelineTrack? Find(string peer, string cut) => Tracks.FirstOrDefault(track => track.Peer == peer && track.Cut == cut);
}
