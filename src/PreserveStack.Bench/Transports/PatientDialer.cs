// SPDX-License-Identifier: MIT
using System.Net.Sockets;
using PreserveStack.Bench.Measuring;

namespace PreserveStack.Bench.Transports;

/// <summary>
/// Connects, and where all ports are in use (EADDRNOTAVAIL, mostly connections in TIME_WAIT) tries the other source addresses, then waits
/// until a port is free again. How often and how long is reported, since it is in the figures.
/// </summary>
/// <param name="connect">Connects once, from the next address.</param>
/// <param name="sources">How many addresses there are to connect from.</param>
/// <param name="patience">How long to wait for a port.</param>
internal sealed class PatientDialer(Func<CancellationToken, ValueTask<BenchConnection>> connect, int sources, TimeSpan patience)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(1);

    private long _waits;
    private long _waitedNs;

    /// <summary>Connections that had to wait for a port.</summary>
    public long Waits => Interlocked.Read(ref _waits);

    /// <summary>How long they waited, all together.</summary>
    public long WaitedNs => Interlocked.Read(ref _waitedNs);

    /// <summary>Connects.</summary>
    /// <exception cref="BenchException">It failed, or no port became free in time.</exception>
    public async ValueTask<BenchConnection> ConnectAsync(CancellationToken cancellationToken)
    {
        long began = ProcessMeter.ClockNs();
        TimeSpan pause = FirstPause;
        for (int failures = 0; ;)
        {
            try
            {
                BenchConnection connection = await connect(cancellationToken).ConfigureAwait(false);
                Count(failures, began);
                return connection;
            }
            catch (SocketException exception) when (exception.SocketErrorCode == SocketError.AddressNotAvailable)
            {
                failures++;
                RefuseLongWait(began, exception);
            }
            catch (SocketException exception)
            {
                throw new BenchException($"a connection failed: {exception.Message}", exception);
            }

            if (failures % sources == 0)
            {
                await Task.Delay(pause, cancellationToken).ConfigureAwait(false);
                pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
            }
        }
    }

    private void Count(int failures, long began)
    {
        if (failures >= sources)
        {
            Interlocked.Increment(ref _waits);
            Interlocked.Add(ref _waitedNs, ProcessMeter.ClockNs() - began);
        }
    }

    private void RefuseLongWait(long began, SocketException exception)
    {
        if (ProcessMeter.ClockNs() - began > patience.TotalNanoseconds)
        {
            throw new BenchException(
                $"no port has become free in {patience.TotalSeconds:0.##} s: give more source addresses (--source), widen net.ipv4.ip_local_port_range, " +
                "or let the server close first (--closes server)",
                exception);
        }
    }
}
