// SPDX-License-Identifier: MIT
using BenchmarkDotNet.Attributes;
using PreserveStack.Benchmarks.Transports;
using PreserveStack.Benchmarks.Workloads;

namespace PreserveStack.Benchmarks.Suites;

/// <summary>Time to connect, send one byte and close.</summary>
public class ConnectionBenchmarks : SessionSuite
{
    private const int Operations = 256;

    /// <summary>Plain sockets.</summary>
    [Benchmark(Baseline = true, OperationsPerInvoke = Operations)]
    public Task Plain() => RunAsync(Transport.Plain, Operations);

    /// <summary>Sessions of version 1.</summary>
    [Benchmark(OperationsPerInvoke = Operations)]
    public Task Version1() => RunAsync(Transport.Version1, Operations);

    /// <summary>Sessions of version 2.</summary>
    [Benchmark(OperationsPerInvoke = Operations)]
    public Task Version2() => RunAsync(Transport.Version2, Operations);

    private protected override Task<IWorkload> CreateAsync(Transport transport) => Task.FromResult(Connections.Create(transport));
}
