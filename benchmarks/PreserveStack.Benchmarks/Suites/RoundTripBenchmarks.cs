// SPDX-License-Identifier: MIT
using BenchmarkDotNet.Attributes;
using PreserveStack.Benchmarks.Transports;
using PreserveStack.Benchmarks.Workloads;

namespace PreserveStack.Benchmarks.Suites;

/// <summary>Time for one byte there and back.</summary>
public class RoundTripBenchmarks : SessionSuite
{
    private const int Operations = 1024;

    /// <summary>Plain sockets.</summary>
    [Benchmark(Baseline = true, OperationsPerInvoke = Operations)]
    public Task Plain() => RunAsync(Transport.Plain, Operations);

    /// <summary>Sessions of version 1.</summary>
    [Benchmark(OperationsPerInvoke = Operations)]
    public Task Version1() => RunAsync(Transport.Version1, Operations);

    /// <summary>Sessions of version 2.</summary>
    [Benchmark(OperationsPerInvoke = Operations)]
    public Task Version2() => RunAsync(Transport.Version2, Operations);

    private protected override Task<IWorkload> CreateAsync(Transport transport) => RoundTrips.CreateAsync(transport);
}
