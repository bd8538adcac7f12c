// SPDX-License-Identifier: MIT
namespace PreserveStack.Cli.Sessions;

/// <summary>Accepts and handles, a bounded number at a time, until it is told to stop.</summary>
/// <param name="limit">So many at a time; more wait outside.</param>
/// <param name="grace">Time for those under way to end by themselves when it is told to stop.</param>
internal sealed class Server(int limit, TimeSpan grace)
{
    /// <summary>Serves.</summary>
    /// <typeparam name="T">What is accepted.</typeparam>
    /// <param name="accept">Waits for the next.</param>
    /// <param name="handle">Works on one; does not fail. Its token says that the time is over.</param>
    /// <param name="stop">Ends it.</param>
    public async Task RunAsync<T>(
        Func<CancellationToken, ValueTask<T>> accept, Func<T, CancellationToken, Task> handle, CancellationToken stop)
    {
        using var room = new SemaphoreSlim(limit);
        using var over = new CancellationTokenSource();
        int held = 0;
        try
        {
            while (true)
            {
                await room.WaitAsync(stop).ConfigureAwait(false);
                held = 1;
                T next = await accept(stop).ConfigureAwait(false);
                held = 0;
                _ = HandleAsync(() => handle(next, over.Token), room);
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // This is how a server ends.
        }

        Task rest = DrainAsync(room, held);
        if (await Task.WhenAny(rest, Task.Delay(grace, CancellationToken.None)).ConfigureAwait(false) != rest)
        {
            await over.CancelAsync().ConfigureAwait(false);
        }

        await rest.ConfigureAwait(false);
    }

    private static async Task HandleAsync(Func<Task> handle, SemaphoreSlim room)
    {
        await Task.Yield();
        try
        {
            await handle().ConfigureAwait(false);
        }
        finally
        {
            room.Release();
        }
    }

    /// <summary>Waits until nobody is in the room.</summary>
    private async Task DrainAsync(SemaphoreSlim room, int held)
    {
        for (; held < limit; held++)
        {
            await room.WaitAsync().ConfigureAwait(false);
        }
    }
}
