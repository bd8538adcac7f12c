// SPDX-License-Identifier: MIT
using static PreserveStack.Scenarios.ScenarioMachine;

namespace PreserveStack.Scenarios;

/// <summary>The scenarios on the stock 6.12 kernel with two processors.</summary>
public sealed class Smp612Tests : ScenarioTests
{
    [ScenarioTheory(Smp612)]
    [ScenarioData(Smp612)]
    public Task Passes(string scenario) => RunAsync(Smp612, scenario);
}
