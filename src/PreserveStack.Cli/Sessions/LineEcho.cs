// SPDX-License-Identifier: MIT
using System.Globalization;
using System.Text;
using System.Threading.Channels;
using Session = PreserveStack.NameSocket.NameSocket;

namespace PreserveStack.Cli.Sessions;

/// <summary>Sends a numbered line now and then, and compares what returns. An outage delays lines; none is sent again by us.</summary>
internal sealed class LineEcho(EchoPlan plan, EventWriter events, TimeProvider time) : IEcho
{
    private readonly Channel<(long Number, long SentAt)> _sent = Channel.CreateUnbounded<(long, long)>();

    /// <inheritdoc/>
    public long Sent { get; private set; }

    /// <inheritdoc/>
    public long Received { get; private set; }

    /// <inheritdoc/>
    public async Task RunAsync(Session session, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task[] halves = [SendAsync(session, stop.Token), ReceiveAsync(session, stop.Token)];
        try
        {
            await (await Task.WhenAny(halves).ConfigureAwait(false)).ConfigureAwait(false);
            await Task.WhenAll(halves).ConfigureAwait(false);
        }
        finally
        {
            await stop.CancelAsync().ConfigureAwait(false);
            await Task.WhenAll(halves).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private static byte[] LineOf(long number) => Encoding.ASCII.GetBytes($"line {number} of preserve nsocket echo-client\n");

    private async Task SendAsync(Session session, CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(plan.Interval, time);
        for (long number = 1; ; number++)
        {
            _sent.Writer.TryWrite((number, time.GetTimestamp()));
            byte[] line = LineOf(number);
            await session.WriteAsync(line, cancellationToken).ConfigureAwait(false);
            Sent += line.Length;
            if (number == plan.Lines)
            {
                break;
            }

            await timer.WaitForNextTickAsync(cancellationToken).ConfigureAwait(false);
        }

        _sent.Writer.Complete();
        session.ShutdownSend();
    }

    private async Task ReceiveAsync(Session session, CancellationToken cancellationToken)
    {
        await foreach ((long number, long sentAt) in _sent.Reader.ReadAllAsync(cancellationToken).ConfigureAwait(false))
        {
            byte[] expected = LineOf(number);
            byte[] line = new byte[expected.Length];
            int read = await session.GetStream().ReadAtLeastAsync(line, line.Length, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
            if (!line.AsSpan(0, read).SequenceEqual(expected.AsSpan(0, read)))
            {
                throw new RunFailedException($"what returned is not what was sent: line {number} differs");
            }

            if (read < line.Length)
            {
                throw new RunFailedException($"the peer ended the session before line {number} was back");
            }

            Received += read;
            Report(number, time.GetElapsedTime(sentAt));
        }
    }

    private void Report(long number, TimeSpan elapsed) => events.Write(
        "line",
        string.Create(CultureInfo.InvariantCulture, $"line {number} is back after {elapsed.TotalMilliseconds:0.0} ms"),
        ("line", number),
        ("duration_ms", Math.Round(elapsed.TotalMilliseconds, 3)));
}
