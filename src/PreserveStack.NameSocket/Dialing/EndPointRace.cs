// SPDX-License-Identifier: MIT
using System.Net;
using System.Net.Sockets;

namespace PreserveStack.NameSocket;

/// <summary>Connects to whichever of several endpoints answers first, starting one attempt after the other.</summary>
internal static class EndPointRace
{
    /// <summary>
    /// Time between attempts. Shorter than RFC 8305's 250 ms: after a silent cut the first address is often the dead
    /// one, and a session is waiting.
    /// </summary>
    private static readonly TimeSpan Stagger = TimeSpan.FromMilliseconds(100);

    internal static async Task<Socket> ConnectAsync(IReadOnlyList<IPEndPoint> endPoints, TimeProvider time, CancellationToken ct)
    {
        using var losers = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var running = new List<Task<Socket>>();
        var failures = new List<Exception>();
        var next = 0;
        try
        {
            while (true)
            {
                if (next < endPoints.Count)
                {
                    running.Add(ConnectOneAsync(endPoints[next++], losers.Token));
                }
                else if (running.Count == 0)
                {
                    throw new DialException(Describe(endPoints, failures), failures.Count == 1 ? failures[0] : new AggregateException(failures));
                }

                var any = Task.WhenAny(running);
                if (next < endPoints.Count)
                {
                    await Task.WhenAny(any, Task.Delay(Stagger, time, losers.Token)).ConfigureAwait(false);
                }
                else
                {
                    await any.ConfigureAwait(false);
                }

                if (TakeWinner(running, failures) is { } winner)
                {
                    return winner;
                }

                ct.ThrowIfCancellationRequested();
            }
        }
        finally
        {
            await losers.CancelAsync().ConfigureAwait(false);
            foreach (var attempt in running)
            {
                _ = DiscardAsync(attempt);
            }
        }
    }

    private static Socket? TakeWinner(List<Task<Socket>> running, List<Exception> failures)
    {
        foreach (var done in running.Where(t => t.IsCompleted).ToList())
        {
            running.Remove(done);
            if (done.IsCompletedSuccessfully)
            {
                return done.Result;
            }

            failures.Add(done.Exception?.InnerException ?? new OperationCanceledException());
        }

        return null;
    }

    private static async Task<Socket> ConnectOneAsync(IPEndPoint endPoint, CancellationToken ct)
    {
        var socket = new Socket(endPoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            await socket.ConnectAsync(endPoint, ct).ConfigureAwait(false);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static async Task DiscardAsync(Task<Socket> attempt)
    {
        try
        {
            (await attempt.ConfigureAwait(false)).Dispose();
        }
        catch (Exception e) when (e is SocketException or OperationCanceledException)
        {
            // It lost the race anyway.
        }
    }

    private static string Describe(IReadOnlyList<IPEndPoint> endPoints, List<Exception> failures) => endPoints.Count == 0
        ? "there is no address to connect to"
        : "could not connect to " + string.Join(", ", endPoints) + ": " + string.Join("; ", failures.Select(f => f.Message).Distinct());
}
