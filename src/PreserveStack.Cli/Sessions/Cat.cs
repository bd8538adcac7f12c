// SPDX-License-Identifier: MIT
using Session = PreserveStack.NameSocket.NameSocket;

namespace PreserveStack.Cli.Sessions;

/// <summary>Connects standard input and output with a session. Each direction ends for itself.</summary>
internal sealed class Cat(Session session, Stream input, Stream output)
{
    private const int BufferSize = 64 * 1024;

    private long _sent;
    private long _received;

    /// <summary>Works until both directions have ended and the peer has confirmed everything.</summary>
    /// <param name="events">Where to print what happens to the session; null for nowhere.</param>
    /// <param name="cancellationToken">Ctrl-C.</param>
    public async Task RunAsync(EventWriter? events, CancellationToken cancellationToken)
    {
        SessionMonitor? monitor = events is null ? null : new SessionMonitor(session, events);
        Exception? failure = null;
        try
        {
            await CopyAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            // Also when the program that reads from us has left: then nobody takes what the peer sends.
            session.Abort();
            failure = exception;
            throw;
        }
        finally
        {
            monitor?.End(_received, _sent, failure);
        }
    }

    private async Task CopyAsync(CancellationToken cancellationToken)
    {
        // A read of a terminal or a pipe cannot be given up, so nobody may wait for it unconditionally.
        Task sending = Task.Run(() => SendAsync(cancellationToken), cancellationToken);
        Task receiving = ReceiveAsync(cancellationToken);
        Task first = await Task.WhenAny(sending, receiving).WaitAsync(cancellationToken).ConfigureAwait(false);
        await first.ConfigureAwait(false);
        await Task.WhenAll(sending, receiving).WaitAsync(cancellationToken).ConfigureAwait(false);
        await SessionEnding.CloseAsync(session, cancellationToken).ConfigureAwait(false);
    }

    private async Task SendAsync(CancellationToken cancellationToken)
    {
        byte[] buffer = new byte[BufferSize];
        int count;
        while ((count = await input.ReadAsync(buffer, cancellationToken).ConfigureAwait(false)) > 0)
        {
            await session.WriteAsync(buffer.AsMemory(0, count), cancellationToken).ConfigureAwait(false);
            _sent += count;
        }

        session.ShutdownSend();
    }

    private async Task ReceiveAsync(CancellationToken cancellationToken)
    {
        byte[] buffer = new byte[BufferSize];
        int count;
        while ((count = await session.ReadAsync(buffer.AsMemory(), cancellationToken).ConfigureAwait(false)) > 0)
        {
            await output.WriteAsync(buffer.AsMemory(0, count), cancellationToken).ConfigureAwait(false);
            await output.FlushAsync(cancellationToken).ConfigureAwait(false);
            _received += count;
        }

        // The program that reads from us, such as ssh, learns of the end now; it may have more to send.
        await output.DisposeAsync().ConfigureAwait(false);
    }
}
