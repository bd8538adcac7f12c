// SPDX-License-Identifier: MIT
namespace PreserveStack.NameSocket;

/// <summary>A namesocket of the thesis: new, a server, or a connection.</summary>
internal sealed class Descriptor
{
    internal NameSocketListener? Listener { get; set; }

    internal NameSocket? Connection { get; set; }

    internal bool IsNew => Listener is null && Connection is null;

    internal NameSocket Connected => Connection ?? throw new InvalidOperationException("the namesocket is not connected");

    internal async Task ReadableAsync(CancellationToken ct)
    {
        if (Listener is { } listener)
        {
            await listener.WaitPendingAsync(ct).ConfigureAwait(false);
        }
        else
        {
            // A read of no bytes waits for some, or for the end.
            await Connected.ReadAsync(default, ct).ConfigureAwait(false);
        }
    }

    internal async Task WritableAsync(CancellationToken ct) => await Connected.Session.CommitAsync(ct).ConfigureAwait(false);

    /// <summary>Waits for the session's end by an error.</summary>
    internal async Task FailedAsync(CancellationToken ct)
    {
        var failed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        void OnChange(NameSocketState state)
        {
            if (state == NameSocketState.Lost)
            {
                failed.TrySetResult();
            }
        }

        Connected.StateChanged += OnChange;
        try
        {
            OnChange(Connected.State);
            await failed.Task.WaitAsync(ct).ConfigureAwait(false);
        }
        finally
        {
            Connected.StateChanged -= OnChange;
        }
    }
}
