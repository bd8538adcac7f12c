// SPDX-License-Identifier: MIT
using Xunit;

namespace PreserveStack.NameSocket.Tests;

public sealed class RhythmTests
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(5);

    [Fact]
    public void Questions_in_vain_come_later_and_later_but_never_later_than_the_longest()
    {
        var rhythm = new Rhythm(Longest);
        List<double> pauses = [];
        for (var i = 0; i < 1000; i++)
        {
            pauses.Add(rhythm.Quiet.TotalMilliseconds);
            rhythm.NoteQuestion();
        }

        Assert.Equal([100, 200, 400, 800, 1600, 3200, 5000], pauses[..7]);
        Assert.All(pauses[7..], pause => Assert.Equal(5000, pause));
    }

    [Theory]
    [InlineData(25, 100)] // a stream
    [InlineData(1000, 2000)]
    [InlineData(10_000, 5000)]
    public void A_session_is_asked_after_twice_its_usual_pause(int pauseMs, int quietMs)
    {
        var rhythm = new Rhythm(Longest);
        for (var i = 0; i < 60; i++)
        {
            rhythm.NoteData(TimeSpan.FromMilliseconds(pauseMs));
        }

        Assert.Equal(quietMs, rhythm.Quiet.TotalMilliseconds, 1.0);
    }

    [Fact]
    public void A_stream_that_begins_after_an_hour_is_soon_known()
    {
        var rhythm = new Rhythm(Longest);
        rhythm.NoteData(TimeSpan.FromHours(1));
        Assert.Equal(Longest, rhythm.Quiet);
        for (var passed = TimeSpan.Zero; passed < TimeSpan.FromMilliseconds(600); passed += TimeSpan.FromMilliseconds(25))
        {
            rhythm.NoteData(TimeSpan.FromMilliseconds(25));
        }

        Assert.Equal(100, rhythm.Quiet.TotalMilliseconds);
    }

    [Fact]
    public void A_program_may_want_questions_sooner_than_by_default() =>
        Assert.Equal(50, new Rhythm(TimeSpan.FromMilliseconds(50)).Quiet.TotalMilliseconds);
}
