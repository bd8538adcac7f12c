// SPDX-License-Identifier: MIT
using BenchmarkDotNet.Attributes;
using PreserveStack.Benchmarks.Transports;
using PreserveStack.Benchmarks.Workloads;

namespace PreserveStack.Benchmarks.Suites;

/// <summary>Time per write of one size, while the other end reads.</summary>
public class ThroughputBenchmarks : SessionSuite
{
    private const int Operations = 4096;

    /// <summary>Bytes per write.</summary>
    [Params(512, 2048, 8192, 65536)]
    public int Size { get; set; }

    /// <summary>Plain sockets.</summary>
    [Benchmark(Baseline = true, OperationsPerInvoke = Operations)]
    public Task Plain() => RunAsync(Transport.Plain, Operations);

    /// <summary>Sessions of version 1.</summary>
    [Benchmark(OperationsPerInvoke = Operations)]
    public Task Version1() => RunAsync(Transport.Version1, Operations);

    /// <summary>Sessions of version 2.</summary>
    [Benchmark(OperationsPerInvoke = Operations)]
    public Task Version2() => RunAsync(Transport.Version2, Operations);

    private protected override Task<IWorkload> CreateAsync(Transport transport) => Throughput.CreateAsync(transport, Size);
}
