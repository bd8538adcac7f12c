// SPDX-License-Identifier: MIT
using static PreserveStack.Scenarios.ScenarioMachine;

namespace PreserveStack.Scenarios;

/// <summary>The scenarios on the stock 7.3 kernel.</summary>
public sealed class Kernel73Tests : ScenarioTests
{
    [ScenarioTheory(Kernel73)]
    [ScenarioData(Kernel73)]
    public Task Passes(string scenario) => RunAsync(Kernel73, scenario);
}
