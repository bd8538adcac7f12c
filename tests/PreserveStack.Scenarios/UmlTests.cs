// SPDX-License-Identifier: MIT
using static PreserveStack.Scenarios.ScenarioMachine;

namespace PreserveStack.Scenarios;

/// <summary>The scenarios on User-mode Linux.</summary>
public sealed class UmlTests : ScenarioTests
{
    [ScenarioTheory(Uml)]
    [ScenarioData(Uml)]
    public Task Passes(string scenario) => RunAsync(Uml, scenario);
}
