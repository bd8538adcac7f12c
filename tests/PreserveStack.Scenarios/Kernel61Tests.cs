// SPDX-License-Identifier: MIT
using static PreserveStack.Scenarios.ScenarioMachine;

namespace PreserveStack.Scenarios;

/// <summary>The scenarios on the stock 6.1 kernel.</summary>
public sealed class Kernel61Tests : ScenarioTests
{
    [ScenarioTheory(Kernel61)]
    [ScenarioData(Kernel61)]
    public Task Passes(string scenario) => RunAsync(Kernel61, scenario);
}
