// SPDX-License-Identifier: MIT
using static PreserveStack.Scenarios.ScenarioMachine;

namespace PreserveStack.Scenarios;

/// <summary>The scenarios on the stock 6.1 kernel with two processors.</summary>
public sealed class Smp61Tests : ScenarioTests
{
    [ScenarioTheory(Smp61)]
    [ScenarioData(Smp61)]
    public Task Passes(string scenario) => RunAsync(Smp61, scenario);
}
