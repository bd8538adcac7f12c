// SPDX-License-Identifier: MIT
using PreserveStack.Cli.Demo;
using PreserveStack.Lab;
using PreserveStack.Lab.Experiments;
using Xunit;

namespace PreserveStack.Cli.Tests;

public class TimelineTests
{
    private readonly TimelineTrack _track = new("preserve", "silent");

    [Fact]
    public void Bytes_between_two_samples_are_spread_over_the_time_between()
    {
        Add(TimelineKind.Sample, 1.0, 1000);
        Assert.All(_track.Received.Take(4), bytes => Assert.Equal(250, bytes, 6));
        Assert.Equal(1000, _track.Received.Sum(), 6);
    }

    [Fact]
    public void An_event_takes_the_next_cell_when_its_own_is_taken()
    {
        Add(TimelineKind.Cut, 3.0, 0);
        Add(TimelineKind.Migration, 3.05, 0);
        Assert.Equal(TimelineKind.Cut, _track.Marks[12]);
        Assert.Equal(TimelineKind.Migration, _track.Marks[13]);
    }

    [Fact]
    public void Events_beyond_the_end_do_no_harm()
    {
        Add(TimelineKind.Sample, 12, 10);
        Add(TimelineKind.Cut, 12, 10);
        Add(TimelineKind.Migration, 12, 10);
        Assert.Equal(TimelineKind.Cut, _track.Marks[^1]);
    }

    [Fact]
    public void Silence_is_told_while_it_lasts()
    {
        Assert.Equal("waiting", TimelineText.Status(_track));
        Add(TimelineKind.Sample, 3.0, 7_000_000);
        Assert.Equal("7.0 MB", TimelineText.Status(_track));
        Add(TimelineKind.Sample, 3.6, 7_000_000);
        Assert.Equal("nothing for 0.6 s", TimelineText.Status(_track));
    }

    [Fact]
    public void The_end_is_told_with_what_was_lost()
    {
        _track.Finish(Results.Run("tcp", "silent") with { LostBytes = 5, Error = "ETIMEDOUT" });
        Assert.Equal("gap 312 ms, lost 1 kB", TimelineText.Status(_track));
    }

    [Fact]
    public void A_run_that_was_not_seen_live_is_drawn_from_its_result()
    {
        _track.Finish(Results.Run("preserve", "silent") with
        {
            Samples = [new ReceivedSample(1000, 500), new ReceivedSample(2000, 1000)],
            Events = [new RunEvent(3000, "cut", "", ""), new RunEvent(3300, "migration", "client", ""), new RunEvent(3350, "followed", "server", "")],
        });
        string bar = TimelineText.Bar(_track, 100, mark => TimelineText.Symbol(mark).ToString());
        Assert.Equal("████████" + "    ✂➜" + new string(' ', TimelineTrack.Cells - 14), bar);
    }

    [Fact]
    public void The_board_knows_its_tracks_by_peer_and_cut()
    {
        var board = new TimelineBoard(["tcp", "preserve"], ["silent", "carrier"]);
        board.Add(new TimelinePoint("preserve", "carrier", TimelineKind.Sample, 0.1, 10, ""));
        board.Add(new TimelinePoint("unknown", "carrier", TimelineKind.Sample, 0.1, 10, ""));
        Assert.Equal(["silent tcp", "silent preserve", "carrier tcp", "carrier preserve"], board.Tracks.Select(track => $"{track.Cut} {track.Peer}"));
        Assert.Equal([0, 0, 0, 10], board.Tracks.Select(track => track.Bytes));
        Assert.Null(board.Finish(Results.Run("unknown", "silent")));
    }

    private void Add(TimelineKind kind, double seconds, long bytes) =>
        _track.Add(new TimelinePoint("preserve", "silent", kind, seconds, bytes, ""));
}
