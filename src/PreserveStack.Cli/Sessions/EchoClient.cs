// SPDX-License-Identifier: MIT
using Session = PreserveStack.NameSocket.NameSocket;

namespace PreserveStack.Cli.Sessions;

/// <summary>Carries out the plan of an echo client over a session.</summary>
internal sealed class EchoClient(EchoPlan plan, EventWriter events, TimeProvider time)
{
    private static readonly TimeSpan Farewell = TimeSpan.FromSeconds(1);

    /// <summary>Works until the plan is carried out, or Ctrl-C where it has no end.</summary>
    public async Task RunAsync(Session session, CancellationToken cancellationToken)
    {
        var monitor = new SessionMonitor(session, events);
        IEcho echo = plan.Bytes is { } bytes ? new BulkEcho(bytes, events, time) : new LineEcho(plan, events, time);
        Exception? failure = null;
        try
        {
            await echo.RunAsync(session, cancellationToken).ConfigureAwait(false);
            await SessionEnding.CloseAsync(session, cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (plan is { Bytes: null, Lines: null })
        {
            // As with ping(8), this is how it ends; the peer should see an end, too, if it can be reached.
            await LeaveAsync(session).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            failure = exception;
            throw;
        }
        finally
        {
            monitor.End(echo.Received, echo.Sent, failure);
            session.Abort();
        }
    }

    private static async Task LeaveAsync(Session session)
    {
        using var limit = new CancellationTokenSource(Farewell);
        await SessionEnding.CloseAsync(session, limit.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }
}
