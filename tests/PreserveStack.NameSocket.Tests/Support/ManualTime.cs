// SPDX-License-Identifier: MIT
namespace PreserveStack.NameSocket.Tests;

/// <summary>A clock that moves when it is told to.</summary>
internal sealed class ManualTime : TimeProvider
{
    private readonly Lock _gate = new();
    private readonly List<ManualTimer> _timers = [];
    private TimeSpan _now = TimeSpan.FromDays(1);

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp()
    {
        lock (_gate)
        {
            return _now.Ticks;
        }
    }

    /// <summary>How many timers wait.</summary>
    internal int Timers
    {
        get
        {
            lock (_gate)
            {
                return _timers.Count;
            }
        }
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new ManualTimer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Moves on in steps that no timer of the library is shorter than, and runs what is due.</summary>
    internal void Advance(TimeSpan time)
    {
        var step = TimeSpan.FromMilliseconds(25);
        for (var passed = TimeSpan.Zero; passed < time; passed += step)
        {
            List<ManualTimer> due;
            lock (_gate)
            {
                _now += step;
                due = [.. _timers.Where(t => t.Due <= _now)];
                _timers.RemoveAll(due.Contains);
            }

            foreach (var timer in due)
            {
                timer.Run();
            }
        }
    }

    /// <summary>Lets time pass until something has come true.</summary>
    internal async Task AdvanceUntilAsync(Func<bool> condition)
    {
        using var patience = new CancellationTokenSource(Pair.Patience);
        while (!condition())
        {
            patience.Token.ThrowIfCancellationRequested();
            Advance(TimeSpan.FromMilliseconds(25));
            await Task.Yield();
        }
    }

    private sealed class ManualTimer(ManualTime owner, TimerCallback callback, object? state) : ITimer
    {
        internal TimeSpan Due { get; private set; }

        internal void Run() => callback(state);

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (owner._gate)
            {
                owner._timers.Remove(this);
                if (dueTime != Timeout.InfiniteTimeSpan)
                {
                    Due = owner._now + dueTime;
                    owner._timers.Add(this);
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
