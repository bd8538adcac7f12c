// SPDX-License-Identifier: MIT
using System.Threading.Tasks.Sources;

namespace PreserveStack.NameSocket;

/// <summary>
/// One caller that waits, without an allocation per wait. The lock of the session guards <see cref="IsWaiting"/>; the
/// completing calls are made outside of it by whoever took the waiter out of its waiting state.
/// </summary>
internal sealed class Waiter : IValueTaskSource<int>, IValueTaskSource
{
    private ManualResetValueTaskSourceCore<int> _core;
    private CancellationTokenRegistration _registration;

    internal bool IsWaiting { get; private set; }

    internal ValueTask<int> Begin()
    {
        _core.Reset();
        IsWaiting = true;
        return new ValueTask<int>(this, _core.Version);
    }

    /// <summary>Takes the waiter out of its waiting state; true for exactly one caller.</summary>
    internal bool TryEnd()
    {
        var waiting = IsWaiting;
        IsWaiting = false;
        return waiting;
    }

    internal void CancelWith(CancellationTokenRegistration registration) => _registration = registration;

    /// <summary>Resumes the caller.</summary>
    /// <param name="value">What the caller gets.</param>
    /// <param name="inline">On this thread: only where the thread has nothing else to do.</param>
    internal void Complete(int value, bool inline)
    {
        _core.RunContinuationsAsynchronously = !inline;
        _core.SetResult(value);
    }

    internal void Fail(Exception exception)
    {
        _core.RunContinuationsAsynchronously = true;
        _core.SetException(exception);
    }

    int IValueTaskSource<int>.GetResult(short token) => GetResult(token);

    void IValueTaskSource.GetResult(short token) => GetResult(token);

    ValueTaskSourceStatus IValueTaskSource<int>.GetStatus(short token) => _core.GetStatus(token);

    ValueTaskSourceStatus IValueTaskSource.GetStatus(short token) => _core.GetStatus(token);

    void IValueTaskSource<int>.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _core.OnCompleted(continuation, state, token, flags);

    void IValueTaskSource.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _core.OnCompleted(continuation, state, token, flags);

    private int GetResult(short token)
    {
        // Not Dispose: that would wait for a callback which is waiting for the session's lock.
        _registration.Unregister();
        _registration = default;
        return _core.GetResult(token);
    }
}
