// SPDX-License-Identifier: MIT
using PreserveStack.Lab.Experiments;
using PreserveStack.Lab.Experiments.Costs;
using PreserveStack.Lab.Machines;
using Xunit;

namespace PreserveStack.Lab.Tests.Experiments.Costs;

/// <summary>The experiment of costs in real machines.</summary>
public sealed class CostMachineTests
{
    [Theory]
    [InlineData("module")]
    [InlineData("nsocket2")]
    public async Task Two_runs_of_one_seed_are_the_same_to_the_instruction_and_another_seed_is_another_trial(string peer)
    {
        var first = await MeasureAsync(peer, 1);
        var second = await MeasureAsync(peer, 1);
        var other = await MeasureAsync(peer, 2);

        Assert.Equal(CostBenchmark.All.Count, first.Count);
        Assert.All(first, cost => Assert.Equal(cost.Value, second[cost.Key]));
        Assert.Contains(first, cost => cost.Value != other[cost.Key]);
    }

    private static async Task<IReadOnlyDictionary<CostBenchmark, Cost>> MeasureAsync(string peer, int seed)
    {
        var lab = new LabRunner(MachineFactory.Create);
        var values = ExperimentSettings.ParseValues([$"peer={peer}", $"seed={seed}", "megabytes=1", "round_trips=200", "connections=100"]);
        var result = await lab.RunExperimentAsync("tcpbench", new ExperimentSettings { Values = values }, null, CancellationToken.None);
        return ((CostResult)result.Results.Single()).Costs;
    }
}
