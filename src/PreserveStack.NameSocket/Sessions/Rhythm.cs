// SPDX-License-Identifier: MIT
namespace PreserveStack.NameSocket;

/// <summary>
/// How long a peer of which nothing is expected may say nothing before it is asked whether it is there: twice the usual
/// pause between data, so that sessions that say little are not all questions; and longer after each question in vain.
/// </summary>
/// <param name="longest">It is never longer than this.</param>
internal struct Rhythm(TimeSpan longest)
{
    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(100);

    private TimeSpan _pause;

    /// <summary>The time until the next question.</summary>
    internal TimeSpan Quiet { get; private set; } = Within(Shortest, longest);

    /// <summary>Data have flowed, after a pause. Half of the usual pause is the last one: a stream that begins is soon known.</summary>
    internal void NoteData(TimeSpan pause)
    {
        _pause = (_pause + pause) / 2;
        Quiet = Within(2 * _pause, longest);
    }

    /// <summary>The peer was asked.</summary>
    internal void NoteQuestion() => Quiet = Within(2 * Quiet, longest);

    private static TimeSpan Within(TimeSpan time, TimeSpan longest) =>
        time > longest || longest < Shortest ? longest : time < Shortest ? Shortest : time;
}
