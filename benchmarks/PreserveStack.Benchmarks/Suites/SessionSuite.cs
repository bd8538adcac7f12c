// SPDX-License-Identifier: MIT
using BenchmarkDotNet.Attributes;
using PreserveStack.Benchmarks.Transports;
using PreserveStack.Benchmarks.Workloads;

namespace PreserveStack.Benchmarks.Suites;

/// <summary>A workload over plain sockets, which all is compared with, and over sessions.</summary>
[MemoryDiagnoser]
public abstract class SessionSuite
{
    private readonly Dictionary<Transport, IWorkload> _workloads = [];

    /// <summary>Makes the pairs of ends.</summary>
    [GlobalSetup]
    public async Task SetUpAsync()
    {
        foreach (var transport in Enum.GetValues<Transport>())
        {
            _workloads[transport] = await CreateAsync(transport).ConfigureAwait(false);
        }
    }

    /// <summary>Closes them.</summary>
    [GlobalCleanup]
    public async Task CleanUpAsync()
    {
        foreach (var workload in _workloads.Values)
        {
            await workload.DisposeAsync().ConfigureAwait(false);
        }
    }

    private protected abstract Task<IWorkload> CreateAsync(Transport transport);

    private protected Task RunAsync(Transport transport, int operations) => _workloads[transport].RunAsync(operations);
}
