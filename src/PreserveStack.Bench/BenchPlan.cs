// SPDX-License-Identifier: MIT
using System.Net;

namespace PreserveStack.Bench;

/// <summary>Everything a run is asked to do; its result repeats it.</summary>
public sealed record BenchPlan
{
    /// <summary>The port of a server's control connection if nothing is said.</summary>
    public const int StandardPort = 7100;

    /// <summary>The longest time that can be asked for, in seconds; a server waits no longer for a client's next request.</summary>
    public const int LongestS = 24 * 3600;

    /// <summary>What to measure.</summary>
    public required BenchTest Test { get; init; }

    /// <summary>Name or address of the server.</summary>
    public required string Host { get; init; }

    /// <summary>Port of its control connection. Defaults to 7100.</summary>
    public int Port { get; init; } = StandardPort;

    /// <summary>
    /// What to measure it over. Several take turns, repeat by repeat, so that what drifts meanwhile hits all alike; the
    /// others are compared with the first. Defaults to plain TCP.
    /// </summary>
    public IReadOnlyList<BenchTransport> Transports { get; init; } = [BenchTransport.Tcp];

    /// <summary>Bytes of a write, or of a request and its answer; each size is measured on its own. Not used by the rate test.</summary>
    public IReadOnlyList<int> Sizes { get; init; } = [1];

    /// <summary>Connections at a time. Defaults to 1.</summary>
    public int Connections { get; init; } = 1;

    /// <summary>Seconds that a repeat measures; not used if <see cref="Amount"/> is given. Defaults to 5 s.</summary>
    public double DurationS { get; init; } = 5;

    /// <summary>Bytes (throughput) or operations that a repeat measures, all connections together; null to go by time.</summary>
    public long? Amount { get; init; }

    /// <summary>Seconds before measuring starts, on the same connections, when a repeat goes by time. Defaults to 0.5 s.</summary>
    public double WarmUpS { get; init; } = 0.5;

    /// <summary>Bytes or operations before measuring starts, when a repeat goes by amount. Defaults to 0.</summary>
    public long WarmUpAmount { get; init; }

    /// <summary>Measurements of each case. Defaults to 5; confidence intervals need 2.</summary>
    public int Repeats { get; init; } = 5;

    /// <summary>Whether the server sends; throughput only. Defaults to false.</summary>
    public bool Reverse { get; init; }

    /// <summary>Whether small segments wait for acknowledgements (Nagle, RFC 9293 section 3.7.4), plain TCP and MPTCP only. Defaults to false, as in NameSocket.</summary>
    public bool Nagle { get; init; }

    /// <summary>How both ends call their sockets. Defaults to asynchronous calls.</summary>
    public SocketCalls Calls { get; init; }

    /// <summary>Who closes first in the rate test. Defaults to the server.</summary>
    public FirstCloser Closes { get; init; }

    /// <summary>
    /// Addresses of this host to connect from, by turns; empty for the one that the kernel chooses. Each has ports of its own, so
    /// that several put off the moment when all are in TIME_WAIT.
    /// </summary>
    public IReadOnlyList<IPAddress> Sources { get; init; } = [];

    /// <summary>Seconds to wait for a port when all are in use. Defaults to 180 s: TIME_WAIT lasts 60 s.</summary>
    public double PortWaitS { get; init; } = 180;

    /// <summary>Bytes that a NameSocket keeps for retransmission; null for its default. The thesis used 1024.</summary>
    public int? RetransmissionBuffer { get; init; }

    /// <summary>Seconds between two reports while a repeat measures; 0 for none. Defaults to 1 s.</summary>
    public double IntervalS { get; init; } = 1;

    /// <summary>Checks the values.</summary>
    /// <exception cref="BenchException">Values that make no sense, alone or together.</exception>
    public void Validate()
    {
        if (Problem() is { } problem)
        {
            throw new BenchException(problem);
        }
    }

    private string? Problem() => this switch
    {
        { Transports.Count: 0 } => "there is nothing to measure: name a transport",
        { Sizes.Count: 0 } => "there is nothing to measure: name a size",
        { Port: < 1 or > 65535 } => "a port is a number from 1 to 65535",
        { Repeats: < 1 } or { Connections: < 1 } => "repeats and connections are at least 1",
        { Amount: < 1 } or { WarmUpAmount: < 0 } => "an amount is at least 1, and one to warm up at least 0",
        { DurationS: not (> 0 and <= LongestS) } or { WarmUpS: not (>= 0 and <= LongestS) } => $"a time is above 0 and at most {LongestS} s",
        { PortWaitS: not (>= 0 and <= LongestS) } => $"waiting for a port takes from 0 to {LongestS} s",
        { IntervalS: not (0 or >= 0.01) } => "an interval is at least 0.01 s, or 0 for none",
        { Reverse: true, Test: not BenchTest.Throughput } => "only the throughput test has a direction that can be reversed",
        { Calls: SocketCalls.Blocking, Test: BenchTest.Rate } => "the rate test has no blocking calls: its server has to take many connections at a time",
        _ => null,
    };
}
