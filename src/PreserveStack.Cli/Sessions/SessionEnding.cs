// SPDX-License-Identifier: MIT
using PreserveStack.NameSocket;
using Session = PreserveStack.NameSocket.NameSocket;

namespace PreserveStack.Cli.Sessions;

/// <summary>The end of a session whose program ends, too.</summary>
internal static class SessionEnding
{
    private static readonly TimeSpan LastWord = TimeSpan.FromSeconds(5);

    /// <summary>
    /// Closes a session, and waits until the peer has confirmed everything; then for a moment until both ends know that,
    /// since nobody is left here to tell a peer that asks again.
    /// </summary>
    /// <exception cref="NameSocketException">The session ended before.</exception>
    public static async Task CloseAsync(Session session, CancellationToken cancellationToken)
    {
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        session.StateChanged += _ => EndIfOver(session, ended);
        EndIfOver(session, ended);
        await session.CloseAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            await ended.Task.WaitAsync(LastWord, cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            // All bytes are there.
        }
    }

    private static void EndIfOver(Session session, TaskCompletionSource ended)
    {
        if (session.State is NameSocketState.Closed or NameSocketState.Lost)
        {
            ended.TrySetResult();
        }
    }
}
