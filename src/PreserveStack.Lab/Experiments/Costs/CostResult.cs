// SPDX-License-Identifier: MIT
using System.Globalization;
using System.Text.Json.Nodes;

namespace PreserveStack.Lab.Experiments.Costs;

/// <summary>What the benchmarks of a run measured.</summary>
public sealed record CostResult : RunResult
{
    /// <summary>Each benchmark's cost.</summary>
    public required IReadOnlyDictionary<CostBenchmark, Cost> Costs { get; init; }

    /// <inheritdoc/>
    public override string Headline => string.Join(", ", CostBenchmark.All.Where(Costs.ContainsKey).Select(benchmark => string.Create(
        CultureInfo.InvariantCulture, $"{Costs[benchmark].RatePerS / benchmark.Scale:0.0} {benchmark.Unit}")));

    internal override void WriteTo(JsonObject row)
    {
        foreach (var (benchmark, cost) in Costs)
        {
            row[benchmark.Name] = new JsonObject
            {
                ["rate_per_s"] = cost.RatePerS,
                ["instructions"] = cost.Instructions,
                ["client_instructions"] = cost.ClientInstructions,
                ["server_instructions"] = cost.ServerInstructions,
            };
        }
    }
}

/// <summary>What a byte, a round trip or a connection costs.</summary>
/// <param name="RatePerS">So many per simulated second.</param>
/// <param name="Instructions">
/// Instructions of the whole machine, idle time included, which there is none of where the processor always has something to do.
/// </param>
/// <param name="ClientInstructions">Those on the client process's account, in user mode and in the kernel.</param>
/// <param name="ServerInstructions">Those on the server process's.</param>
public sealed record Cost(double RatePerS, double Instructions, double ClientInstructions, double ServerInstructions);
