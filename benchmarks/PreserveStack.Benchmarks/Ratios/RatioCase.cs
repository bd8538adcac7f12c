// SPDX-License-Identifier: MIT
using PreserveStack.Benchmarks.Transports;
using PreserveStack.Benchmarks.Workloads;

namespace PreserveStack.Benchmarks.Ratios;

/// <summary>One line of the table: a workload that is run over each transport in turns.</summary>
internal sealed record RatioCase(string Name, Func<Transport, Task<IWorkload>> Create)
{
    private const int FirstGuess = 64;

    internal static IReadOnlyList<RatioCase> All { get; } =
    [
        .. new[] { 512, 2048, 8192, 65536 }.Select(size => new RatioCase($"throughput {size} B", transport => Throughput.CreateAsync(transport, size))),
        new("round trip", RoundTrips.CreateAsync),
        new("connect, byte, close", transport => Task.FromResult(Connections.Create(transport))),
    ];

    /// <summary>
    /// Takes samples of all transports in turns, so that what else goes on in this host hits all alike, and compares
    /// those of one round with each other.
    /// </summary>
    internal async Task<IReadOnlyDictionary<Transport, RatioResult>> RunAsync(int rounds, TimeSpan sample)
    {
        var transports = Enum.GetValues<Transport>();
        var workloads = new Dictionary<Transport, IWorkload>();
        foreach (var transport in transports)
        {
            workloads[transport] = await Create(transport).ConfigureAwait(false);
        }

        int operations = await CalibrateAsync(workloads.Values, sample).ConfigureAwait(false);
        var samples = transports.ToDictionary(transport => transport, _ => new List<Sample>());
        for (int round = 0; round < rounds; round++)
        {
            for (int i = 0; i < transports.Length; i++)
            {
                var transport = transports[(round + i) % transports.Length];
                samples[transport].Add(await Sample.TakeAsync(workloads[transport], operations).ConfigureAwait(false));
            }
        }

        foreach (var workload in workloads.Values)
        {
            await workload.DisposeAsync().ConfigureAwait(false);
        }

        return samples.ToDictionary(s => s.Key, s => RatioResult.Of(s.Value, samples[Transport.Plain], operations));
    }

    /// <summary>Warms all up, and finds how many operations fill a sample of the first, which is the plain one.</summary>
    private static async Task<int> CalibrateAsync(IReadOnlyCollection<IWorkload> workloads, TimeSpan sample)
    {
        int operations = FirstGuess;
        while ((await Sample.TakeAsync(workloads.First(), operations).ConfigureAwait(false)).Elapsed < sample)
        {
            operations *= 2;
        }

        foreach (var workload in workloads)
        {
            await workload.RunAsync(2 * operations).ConfigureAwait(false);
        }

        return operations;
    }
}
