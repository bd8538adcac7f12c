// SPDX-License-Identifier: MIT
namespace PreserveStack.NameSocket.Tests.Connecting;

/// <summary>A clock that stands still until it is moved to its next timer. What a timer sets off runs before the call returns.</summary>
internal sealed class SimulatedTime : TimeProvider
{
    private readonly Lock _lock = new();
    private readonly List<Alarm> _alarms = [];
    private long _ticks;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public TimeSpan Elapsed => new(Interlocked.Read(ref _ticks));

    public override long GetTimestamp() => Interlocked.Read(ref _ticks);

    public override DateTimeOffset GetUtcNow() => DateTimeOffset.UnixEpoch + Elapsed;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var alarm = new Alarm(this, () => callback(state));
        alarm.Change(dueTime, period);
        return alarm;
    }

    /// <summary>Moves the clock; false when no timer is set.</summary>
    public bool MoveToNextTimer()
    {
        Alarm? next;
        lock (_lock)
        {
            next = _alarms.MinBy(alarm => alarm.Due);
            if (next is null)
            {
                return false;
            }

            _alarms.Remove(next);
            Interlocked.Exchange(ref _ticks, Math.Max(_ticks, next.Due.Ticks));
        }

        next.Ring();
        return true;
    }

    /// <summary>Waits. Unlike Task.Delay, cancelling runs what waits at once, too, instead of on some thread later.</summary>
    public async Task WaitAsync(TimeSpan time, CancellationToken cancellationToken)
    {
        var end = new TaskCompletionSource();
        await using ITimer timer = CreateTimer(_ => end.TrySetResult(), null, time, Timeout.InfiniteTimeSpan);
        await using CancellationTokenRegistration registration = cancellationToken.Register(() => end.TrySetCanceled(cancellationToken));
        await end.Task;
    }

    /// <summary>
    /// Runs something to its end, moving the clock whenever it waits. It runs where continuations are executed at once,
    /// so between two timers everything that can happen has happened.
    /// </summary>
    public Task<T> RunAsync<T>(Func<Task<T>> action) => Task.Run(() =>
    {
        Task<T> running = action();
        while (!running.IsCompleted && MoveToNextTimer())
        {
        }

        return running.IsCompleted ? running : throw new InvalidOperationException("it waits for something that never happens");
    });

    private sealed class Alarm(SimulatedTime time, Action ring) : ITimer
    {
        public TimeSpan Due { get; private set; }

        public void Ring() => ring();

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (time._lock)
            {
                time._alarms.Remove(this);
                if (dueTime >= TimeSpan.Zero)
                {
                    Due = time.Elapsed + dueTime;
                    time._alarms.Add(this);
                }
            }

            return true;
        }

        public void Dispose() => Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
