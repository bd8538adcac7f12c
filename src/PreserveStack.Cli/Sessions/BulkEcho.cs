// SPDX-License-Identifier: MIT
using System.Globalization;
using Session = PreserveStack.NameSocket.NameSocket;

namespace PreserveStack.Cli.Sessions;

/// <summary>Sends an amount of bytes as fast as they go, and compares what returns.</summary>
internal sealed class BulkEcho(long length, EventWriter events, TimeProvider time) : IEcho
{
    private const int BufferSize = 64 * 1024;

    /// <inheritdoc/>
    public long Sent { get; private set; }

    /// <inheritdoc/>
    public long Received { get; private set; }

    /// <inheritdoc/>
    public async Task RunAsync(Session session, CancellationToken cancellationToken)
    {
        long begun = time.GetTimestamp();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task sending = SendAsync(session, stop.Token);
        try
        {
            await ReceiveAsync(session, cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            await stop.CancelAsync().ConfigureAwait(false);
            await sending.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            throw;
        }

        await sending.ConfigureAwait(false);
        Report(time.GetElapsedTime(begun));
    }

    private async Task SendAsync(Session session, CancellationToken cancellationToken)
    {
        byte[] buffer = new byte[BufferSize];
        while (Sent < length)
        {
            int count = (int)Math.Min(buffer.Length, length - Sent);
            EchoedContent.Fill(buffer.AsSpan(0, count), Sent);
            await session.WriteAsync(buffer.AsMemory(0, count), cancellationToken).ConfigureAwait(false);
            Sent += count;
        }

        session.ShutdownSend();
    }

    private async Task ReceiveAsync(Session session, CancellationToken cancellationToken)
    {
        byte[] buffer = new byte[BufferSize];
        byte[] expected = new byte[BufferSize];
        int count;
        while ((count = await session.ReadAsync(buffer.AsMemory(), cancellationToken).ConfigureAwait(false)) > 0)
        {
            EchoedContent.Fill(expected.AsSpan(0, count), Received);
            int same = buffer.AsSpan(0, count).CommonPrefixLength(expected.AsSpan(0, count));
            if (same < count || Received + count > length)
            {
                throw new RunFailedException($"what returned is not what was sent: it differs from byte {Math.Min(Received + same, length)} on");
            }

            Received += count;
        }

        if (Received < length)
        {
            throw new RunFailedException($"the peer ended the session when {Received} of {length} bytes were back");
        }
    }

    private void Report(TimeSpan elapsed)
    {
        double seconds = Math.Max(elapsed.TotalSeconds, 1e-6);
        events.Write(
            "returned",
            string.Create(CultureInfo.InvariantCulture, $"{length} bytes are back unchanged after {seconds:0.000} s, {length / seconds / 1e6:0.0} MB/s each way"),
            ("bytes", length),
            ("duration_s", Math.Round(seconds, 6)));
    }
}
