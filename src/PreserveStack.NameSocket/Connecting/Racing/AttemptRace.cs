// SPDX-License-Identifier: MIT
using System.Net;
using System.Net.Sockets;

namespace PreserveStack.NameSocket.Connecting.Racing;

/// <summary>
/// Happy Eyeballs, RFC 8305 section 5: attempts start one after the other, each a while after the one before or as soon
/// as one has failed; the first that succeeds wins, and the others are closed before it is handed out.
/// </summary>
internal sealed class AttemptRace(CandidateFeed feed, RaceSetting setting, CancellationTokenSource end)
{
    private readonly List<Attempt> _attempts = [];
    private readonly List<Attempt> _running = [];
    private Task _delay = Task.CompletedTask;

    /// <summary>The attempts that failed, in the order in which they started.</summary>
    public IReadOnlyList<FailedAttempt> Failures =>
        [.. _attempts.Where(attempt => attempt.Task.IsCompleted)
            .Select(attempt => new FailedAttempt(attempt.EndPoint, attempt.Task.Result.Error!))];

    /// <summary>The winner's socket, or null when all failed. Ends early when <c>end</c> is cancelled.</summary>
    public async Task<Socket?> RunAsync()
    {
        Socket? winner = null;
        try
        {
            while (winner is null && !end.IsCancellationRequested)
            {
                feed.Collect();
                if ((_running.Count == 0 || _delay.IsCompleted) && feed.TryTake(out IPEndPoint? endPoint))
                {
                    Start(endPoint);
                    continue;
                }

                Task[] pending = [.. Pending()];
                if (pending.Length == 0)
                {
                    return null;
                }

                await Task.WhenAny(pending).ConfigureAwait(false);
                winner = Finish();
            }

            return winner;
        }
        catch (OperationCanceledException) when (end.IsCancellationRequested)
        {
            return null;
        }
        finally
        {
            end.Cancel();
            await CloseLosersAsync().ConfigureAwait(false);
        }
    }

    private void Start(IPEndPoint endPoint)
    {
        _delay = Task.Delay(setting.Options.ConnectionAttemptDelay, setting.Options.TimeProvider, end.Token);
        var attempt = new Attempt(endPoint, setting, end.Token);
        _attempts.Add(attempt);
        _running.Add(attempt);
    }

    private IEnumerable<Task> Pending()
    {
        IEnumerable<Task> pending = _running.Select(attempt => attempt.Task).Concat(feed.Pending);
        return _delay.IsCompleted || _running.Count == 0 ? pending : pending.Append(_delay);
    }

    private Socket? Finish()
    {
        foreach (Attempt attempt in _running.Where(attempt => attempt.Task.IsCompleted).ToArray())
        {
            _running.Remove(attempt);
            if (attempt.Task.Result.Socket is { } socket)
            {
                return socket;
            }

            _delay = Task.CompletedTask;
        }

        return null;
    }

    private async Task CloseLosersAsync()
    {
        foreach (Attempt attempt in _running)
        {
            AttemptOutcome outcome = await attempt.Task.ConfigureAwait(false);
            outcome.Socket?.Dispose();
        }
    }
}
