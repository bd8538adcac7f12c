// SPDX-License-Identifier: MIT
using System.Net;
using System.Net.Sockets;

namespace PreserveStack.NameSocket;

/// <summary>
/// Dials for a resume: the name, and at the same time the endpoints the server has offered in-band, the one that just
/// failed last. The name service may be out of reach, and the name's first address may be the dead one.
/// </summary>
internal static class ResumeDialer
{
    internal static async Task<Socket> DialAsync(IDialer dialer, IReadOnlyList<IPEndPoint> offered, EndPoint? failed, TimeProvider time, CancellationToken ct)
    {
        if (offered.Count == 0)
        {
            return await dialer.DialAsync(ct).ConfigureAwait(false);
        }

        using var stop = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var ordered = offered.OrderBy(e => e.Equals(failed)).ToList();
        var byName = dialer.DialAsync(stop.Token).AsTask();
        var byOffer = EndPointRace.ConnectAsync(ordered, time, stop.Token);
        var first = await Task.WhenAny(byName, byOffer).ConfigureAwait(false);
        var second = ReferenceEquals(first, byName) ? byOffer : byName;
        if (!first.IsCompletedSuccessfully)
        {
            (first, second) = (second, first);
        }

        try
        {
            return await first.ConfigureAwait(false);
        }
        finally
        {
            await stop.CancelAsync().ConfigureAwait(false);
            _ = DiscardAsync(second);
        }
    }

    private static async Task DiscardAsync(Task<Socket> attempt)
    {
        try
        {
            (await attempt.ConfigureAwait(false)).Dispose();
        }
        catch (Exception e) when (e is SocketException or OperationCanceledException or NameSocketException)
        {
            // The other one was there first.
        }
    }
}
