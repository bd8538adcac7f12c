// SPDX-License-Identifier: MIT
using System.Net;
using PreserveStack.Bench.Control;
using PreserveStack.Bench.Measuring;
using PreserveStack.Bench.Results;
using PreserveStack.Bench.Transports;

namespace PreserveStack.Bench.Running;

/// <summary>One measurement of one case, from asking the server to its end.</summary>
/// <param name="plan">The run.</param>
/// <param name="cell">The case.</param>
/// <param name="number">The repeat, from 1 on.</param>
/// <param name="control">The connection to the server.</param>
/// <param name="meter">This process's meter.</param>
internal sealed class Repeat(BenchPlan plan, BenchCase cell, int number, ControlClient control, ProcessMeter meter)
{
    private readonly LatencyHistogram _times = new();
    private readonly bool _serverReceives = plan.Test == BenchTest.Throughput && !plan.Reverse;

    /// <summary>Measures.</summary>
    /// <param name="report">Told at each interval.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="BenchException">It could not be measured.</exception>
    public async Task<Measurement> RunAsync(Action<BenchEvent>? report, CancellationToken cancellationToken)
    {
        // What came before, for example reading all the settings of a module, is not to be collected while this is measured.
        GC.Collect();
        int port = await control.StartAsync(Request(), cancellationToken).ConfigureAwait(false);
        var sources = new SourceAddresses(plan.Sources, control.Server.AddressFamily);
        var once = new Dialer(plan, cell.Transport, new IPEndPoint(control.Server, port), sources);
        var dialer = new PatientDialer(once.ConnectAsync, sources.Count, TimeSpan.FromSeconds(plan.PortWaitS));
        var pace = new Pace(plan.Connections, plan.Amount is null ? null : Share(plan.WarmUpAmount), plan.Amount is { } amount ? Share(amount) : null);
        var group = new LoadGroup([.. Enumerable.Range(0, plan.Connections).Select(_ => Load.Of(plan, cell.SizeBytes, dialer, _times))], cancellationToken);
        await using (group.ConfigureAwait(false))
        {
            await group.StartAsync(pace, plan.Calls == SocketCalls.Blocking).ConfigureAwait(false);
            await group.WaitAsync(plan.Amount is null ? Delay(plan.WarmUpS, cancellationToken) : pace.Warm).ConfigureAwait(false);
            Ends from = await SampleAsync(group, serverFirst: true, cancellationToken).ConfigureAwait(false);
            pace.Measure();
            await WatchAsync(group, from, report, cancellationToken).ConfigureAwait(false);
            Ends to = await SampleAsync(group, serverFirst: false, cancellationToken).ConfigureAwait(false);
            await EndAsync(pace, group, cancellationToken).ConfigureAwait(false);
            return Measured(from, to, dialer);
        }
    }

    private static Task Delay(double seconds, CancellationToken cancellationToken) => Task.Delay(TimeSpan.FromSeconds(seconds), cancellationToken);

    private long Share(long amount) => (amount + plan.Connections - 1) / plan.Connections;

    private TestRequest Request() => new()
    {
        Test = plan.Test,
        Transport = cell.Transport,
        Size = cell.SizeBytes,
        Connections = plan.Connections,
        Reverse = plan.Reverse,
        ShareBytes = plan is { Reverse: true, Amount: { } amount } ? Share(amount) + Share(plan.WarmUpAmount) : null,
        Closes = plan.Closes,
        Calls = plan.Calls,
        Nagle = plan.Nagle,
        RetransmissionBuffer = plan.RetransmissionBuffer,
        Sources = [.. plan.Sources.Select(address => address.ToString())],
    };

    /// <summary>Until the time is over or the amount is reached, with a report each interval.</summary>
    private async Task WatchAsync(LoadGroup group, Ends from, Action<BenchEvent>? report, CancellationToken cancellationToken)
    {
        Task end = plan.Amount is null ? Delay(plan.DurationS, cancellationToken) : group.Ended;
        Ends before = from;
        while (plan.IntervalS > 0 && report is not null)
        {
            await group.WaitAsync(Task.WhenAny(end, Delay(plan.IntervalS, cancellationToken))).ConfigureAwait(false);
            if (end.IsCompleted || group.Ended.IsCompleted)
            {
                break;
            }

            Ends now = await SampleAsync(group, serverFirst: false, cancellationToken).ConfigureAwait(false);
            report(Interval(from, before, now));
            before = now;
        }

        await group.WaitAsync(end).ConfigureAwait(false);
    }

    private IntervalEvent Interval(Ends from, Ends before, Ends now)
    {
        (double seconds, long amount) = Counted(before, now);
        return new IntervalEvent
        {
            Case = cell,
            Repeat = number,
            AtS = Counted(from, now).Seconds,
            Seconds = seconds,
            BytesPerS = plan.Test == BenchTest.Throughput ? amount / seconds : null,
            OperationsPerS = plan.Test == BenchTest.Throughput ? null : amount / seconds,
        };
    }

    /// <summary>Both ends. The server's clock is not ours, so each measures with its own; the client's time lies within the server's.</summary>
    private async Task<Ends> SampleAsync(LoadGroup group, bool serverFirst, CancellationToken cancellationToken)
    {
        EndSample? early = serverFirst ? null : Own(group);
        EndSample server = await control.SampleAsync(cancellationToken).ConfigureAwait(false);
        return new Ends(early ?? Own(group), server);
    }

    private EndSample Own(LoadGroup group) => plan.Test == BenchTest.Throughput ? meter.Read(group.Done, 0) : meter.Read(0, group.Done);

    private async Task EndAsync(Pace pace, LoadGroup group, CancellationToken cancellationToken)
    {
        pace.End();
        if (plan.Amount is null && plan.Test == BenchTest.Throughput)
        {
            // What is still in queues would take long on slow paths, and nobody counts it any more.
            group.Abort();
        }

        await group.Ended.ConfigureAwait(false);
        await control.FinishAsync(cancellationToken).ConfigureAwait(false);
    }

    private (double Seconds, long Amount) Counted(Ends from, Ends to)
    {
        var (first, last) = _serverReceives ? (from.Server, to.Server) : (from.Client, to.Client);
        long amount = plan.Test == BenchTest.Throughput ? last.Bytes - first.Bytes : last.Operations - first.Operations;
        return (Math.Max(1, last.ClockNs - first.ClockNs) / 1e9, amount);
    }

    private Measurement Measured(Ends from, Ends to, PatientDialer dialer)
    {
        (double seconds, long amount) = Counted(from, to);
        if (amount == 0)
        {
            throw new BenchException($"nothing arrived over {cell.Transport} in {seconds:0.###} s: measure longer");
        }

        return new Measurement
        {
            Case = cell,
            Repeat = number,
            Seconds = seconds,
            Bytes = plan.Test == BenchTest.Throughput ? amount : 0,
            Operations = plan.Test == BenchTest.Throughput ? 0 : amount,
            Metrics = Metrics.Of(plan.Test, seconds, amount, from, to, _times),
            PortWaits = dialer.Waits,
            PortWaitTotalS = dialer.WaitedNs / 1e9,
            ServerIsShared = to.Server.IsShared,
        };
    }
}

/// <summary>Both ends at a moment.</summary>
internal sealed record Ends(EndSample Client, EndSample Server);
