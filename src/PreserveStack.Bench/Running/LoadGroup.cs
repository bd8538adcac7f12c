// SPDX-License-Identifier: MIT
using System.Net.Sockets;

namespace PreserveStack.Bench.Running;

/// <summary>The connections of a repeat, from opening to their end.</summary>
internal sealed class LoadGroup : IAsyncDisposable
{
    private readonly IReadOnlyList<Load> _loads;
    private readonly Progress[] _progress;
    private readonly TaskCompletionSource _failed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource _stop;
    private Task _all = Task.CompletedTask;
    private volatile bool _isOver;

    /// <param name="loads">One for each connection.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public LoadGroup(IReadOnlyList<Load> loads, CancellationToken cancellationToken)
    {
        _loads = loads;
        _progress = [.. loads.Select(_ => new Progress())];
        _stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
    }

    /// <summary>Bytes or operations since measuring started.</summary>
    public long Done => _progress.Sum(progress => progress.Done);

    /// <summary>Done when all connections have ended, failed when the first of them failed.</summary>
    public Task Ended { get; private set; } = Task.CompletedTask;

    /// <summary>Opens all and sets them to work.</summary>
    public async Task StartAsync(Pace pace, bool isBlocking)
    {
        // Not all at once: the server's backlog is bounded.
        await Parallel.ForEachAsync(
            _loads,
            new ParallelOptions { MaxDegreeOfParallelism = 64, CancellationToken = _stop.Token },
            (load, token) => load.OpenAsync(token)).ConfigureAwait(false);
        _all = Task.WhenAll(_loads.Select((load, i) => isBlocking
            ? Task.Factory.StartNew(
                () => RunAsync(load, pace, _progress[i]).GetAwaiter().GetResult(), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default)
            : Task.Run(() => RunAsync(load, pace, _progress[i]), CancellationToken.None)));
        Ended = FirstOfAsync();
    }

    /// <summary>Waits for something, unless a connection fails or all have ended.</summary>
    public async Task WaitAsync(Task task)
    {
        Task first = await Task.WhenAny(task, Ended).ConfigureAwait(false);
        await first.ConfigureAwait(false);
    }

    /// <summary>What happens to connections from now on is of no interest.</summary>
    public void Abort()
    {
        _isOver = true;
        foreach (Load load in _loads)
        {
            load.Abort();
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        Abort();
        await _stop.CancelAsync().ConfigureAwait(false);
        await _all.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }

    private async Task FirstOfAsync() => await (await Task.WhenAny(_all, _failed.Task).ConfigureAwait(false)).ConfigureAwait(false);

    private async Task RunAsync(Load load, Pace pace, Progress progress)
    {
        try
        {
            await load.RunAsync(pace, progress, _stop.Token).ConfigureAwait(false);
        }
        catch (Exception exception) when (_isOver && exception is IOException or SocketException or ObjectDisposedException or OperationCanceledException)
        {
            // It was given up.
        }
        catch (Exception exception) when (exception is IOException and not BenchException or SocketException)
        {
            var failure = new BenchException($"a connection broke: {exception.Message}", exception);
            _failed.TrySetException(failure);
            throw failure;
        }
        catch (Exception exception)
        {
            _failed.TrySetException(exception);
            throw;
        }
    }
}
