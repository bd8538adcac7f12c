// SPDX-License-Identifier: MIT
namespace PreserveStack.NameSocket;

/// <summary>The work of nselect.</summary>
internal static class Selection
{
    internal static async Task<int> SelectAsync(DescriptorTable table, IList<int> read, IList<int> write, IList<int> except, TimeSpan timeout)
    {
        using var stop = new CancellationTokenSource();
        var reads = read.Select(n => table.Get(n).ReadableAsync(stop.Token)).ToList();
        var writes = write.Select(n => table.Get(n).WritableAsync(stop.Token)).ToList();
        var failures = except.Select(n => table.Get(n).FailedAsync(stop.Token)).ToList();
        List<Task> all = [.. reads, .. writes, .. failures];
        if (all.Count == 0)
        {
            await Task.Delay(timeout).ConfigureAwait(false);
            return 0;
        }

        try
        {
            await Task.WhenAny(all).WaitAsync(timeout).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            // Nothing is ready.
        }

        await stop.CancelAsync().ConfigureAwait(false);
        await Task.WhenAll(all).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return Keep(read, reads) + Keep(write, writes) + Keep(except, failures);
    }

    // An error is a condition too: the call that meets it will say what it is.
    private static int Keep(IList<int> numbers, List<Task> waits)
    {
        for (var i = waits.Count - 1; i >= 0; i--)
        {
            if (waits[i].IsCanceled)
            {
                numbers.RemoveAt(i);
            }
        }

        return numbers.Count;
    }
}
