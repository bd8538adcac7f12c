// SPDX-License-Identifier: MIT
namespace PreserveStack.Bench.Control;

/// <summary>One repeat of one case, as the client asks the server for it.</summary>
internal sealed record TestRequest
{
    /// <summary>What is measured.</summary>
    public BenchTest Test { get; init; }

    /// <summary>Over what.</summary>
    public BenchTransport Transport { get; init; }

    /// <summary>Bytes of a write or request.</summary>
    public int Size { get; init; }

    /// <summary>Connections at a time.</summary>
    public int Connections { get; init; }

    /// <summary>Bytes that the server sends on each connection before it ends; null to send until told to stop. For <see cref="Reverse"/>.</summary>
    public long? ShareBytes { get; init; }

    /// <summary>Whether the server sends.</summary>
    public bool Reverse { get; init; }

    /// <summary>Who closes first.</summary>
    public FirstCloser Closes { get; init; }

    /// <summary>How to wait.</summary>
    public SocketCalls Calls { get; init; }

    /// <summary>Whether small segments wait.</summary>
    public bool Nagle { get; init; }

    /// <summary>For NameSocket.</summary>
    public int? RetransmissionBuffer { get; init; }

    /// <summary>Addresses besides that of the control connection that connections will come from.</summary>
    public IReadOnlyList<string>? Sources { get; init; }

    /// <summary>Why a server does not do this; null if it does.</summary>
    /// <param name="maxConnections">Connections it allows a test.</param>
    public string? Problem(int maxConnections) => this switch
    {
        { Size: < 1 or > TestLimits.LargestSize } => $"a size is from 1 to {TestLimits.LargestSize} bytes",
        { Connections: < 1 } => "there is at least 1 connection",
        _ when Connections > maxConnections => $"at most {maxConnections} connections a test",
        _ when (long)Size * Connections > TestLimits.LargestBuffers => $"all buffers together are at most {TestLimits.LargestBuffers} bytes",
        { ShareBytes: < 1 } => "an amount is at least 1",
        { Reverse: true, Test: not BenchTest.Throughput } => "only the throughput test can be reversed",
        { RetransmissionBuffer: < 1 or > TestLimits.LargestSize } => $"a retransmission buffer is from 1 to {TestLimits.LargestSize} bytes",
        { Sources.Count: > TestLimits.MostSources } => $"at most {TestLimits.MostSources} source addresses",
        { Calls: SocketCalls.Blocking, Test: BenchTest.Rate } => "the rate test has no blocking calls",
        _ => null,
    };
}
