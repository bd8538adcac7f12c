// SPDX-License-Identifier: MIT
namespace PreserveStack.Bench.Running;

/// <summary>Tells the connections of a repeat how long to warm up and to be measured: by time or by amount.</summary>
internal sealed class Pace
{
    private readonly long? _warmUpShare;
    private readonly long? _share;
    private readonly TaskCompletionSource _warm = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _measuring = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _warming;
    private volatile bool _isMeasuring;
    private volatile bool _isOver;

    /// <param name="connections">How many take part.</param>
    /// <param name="warmUpShare">Amount for each to warm up with; null to go by time.</param>
    /// <param name="share">Amount for each that is measured; null to go by time.</param>
    public Pace(int connections, long? warmUpShare, long? share)
    {
        _warming = connections;
        _warmUpShare = warmUpShare;
        _share = share;
    }

    /// <summary>Done when all have warmed up, where that goes by amount.</summary>
    public Task Warm => _warm.Task;

    /// <summary>Whether times are being recorded.</summary>
    public bool IsMeasuring => _isMeasuring;

    /// <summary>Whether it is all over.</summary>
    public bool IsOver => _isOver;

    /// <summary>Whether a connection still warms up.</summary>
    public bool WarmUpGoesOn(long done) => _warmUpShare is { } share ? done < share : !_isMeasuring && !_isOver;

    /// <summary>Whether a connection is still to be measured.</summary>
    public bool GoesOn(long done) => !_isOver && (_share is not { } share || done < share);

    /// <summary>What is left to a connection of its share, at most as much as a step.</summary>
    public int Step(long done, int step) => _share is { } share ? (int)Math.Min(step, share - done) : step;

    /// <summary>A connection has warmed up; by amount it waits here until measuring starts.</summary>
    public Task ArriveAsync()
    {
        if (Interlocked.Decrement(ref _warming) == 0)
        {
            _warm.TrySetResult();
        }

        return _share is null ? Task.CompletedTask : _measuring.Task;
    }

    /// <summary>Measuring starts.</summary>
    public void Measure()
    {
        _isMeasuring = true;
        _measuring.TrySetResult();
    }

    /// <summary>It is over.</summary>
    public void End()
    {
        _isOver = true;
        _measuring.TrySetResult();
    }
}
