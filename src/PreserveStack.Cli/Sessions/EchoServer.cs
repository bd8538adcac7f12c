// SPDX-License-Identifier: MIT
using System.Buffers;
using PreserveStack.NameSocket;
using Session = PreserveStack.NameSocket.NameSocket;

namespace PreserveStack.Cli.Sessions;

/// <summary>Sends back what comes (thesis, chapter 6.2).</summary>
internal sealed class EchoServer(EventWriter events)
{
    private const int BufferSize = 64 * 1024;

    /// <summary>Serves one session to its end.</summary>
    public async Task HandleAsync(Session session, CancellationToken cancellationToken)
    {
        var monitor = new SessionMonitor(session, events);
        byte[] buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        long received = 0;
        long sent = 0;
        Exception? failure = null;
        try
        {
            int count;
            while ((count = await session.ReadAsync(buffer.AsMemory(), cancellationToken).ConfigureAwait(false)) > 0)
            {
                received += count;
                await session.WriteAsync(buffer.AsMemory(0, count), cancellationToken).ConfigureAwait(false);
                sent += count;
            }

            await session.CloseAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is NameSocketException or OperationCanceledException)
        {
            session.Abort();
            failure = exception;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }

        monitor.End(received, sent, failure);
    }
}
