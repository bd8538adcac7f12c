// SPDX-License-Identifier: MIT
using System.Net;

namespace PreserveStack.NameSocket.Connecting.Racing;

/// <summary>An attempt to connect to one endpoint, bounded in time. Its task never fails.</summary>
internal sealed class Attempt
{
    public Attempt(IPEndPoint endPoint, RaceSetting setting, CancellationToken cancellationToken)
    {
        EndPoint = endPoint;
        Task = ConnectAsync(setting, cancellationToken);
    }

    public IPEndPoint EndPoint { get; }

    public Task<AttemptOutcome> Task { get; }

    private async Task<AttemptOutcome> ConnectAsync(RaceSetting setting, CancellationToken cancellationToken)
    {
        TimeSpan limit = setting.Options.AttemptTimeout;
        using var timeout = new CancellationTokenSource(limit, setting.Options.TimeProvider);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token);
        try
        {
            return new AttemptOutcome(await setting.Connector.ConnectAsync(EndPoint, either.Token).ConfigureAwait(false), null);
        }
        catch (OperationCanceledException) when (timeout.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            return new AttemptOutcome(null, new TimeoutException($"no answer within {limit.TotalSeconds:0.###} s"));
        }
        catch (Exception exception)
        {
            // Also what the user's callback throws: another address may still do.
            return new AttemptOutcome(null, exception);
        }
    }
}
