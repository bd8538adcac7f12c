// SPDX-License-Identifier: MIT
using static PreserveStack.Scenarios.ScenarioMachine;

namespace PreserveStack.Scenarios;

/// <summary>The scenarios on the stock 6.12 kernel.</summary>
public sealed class Kernel612Tests : ScenarioTests
{
    [ScenarioTheory(Kernel612)]
    [ScenarioData(Kernel612)]
    public Task Passes(string scenario) => RunAsync(Kernel612, scenario);
}
