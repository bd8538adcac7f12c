// SPDX-License-Identifier: MIT
using static PreserveStack.Scenarios.ScenarioMachine;

namespace PreserveStack.Scenarios;

/// <summary>The scenarios on the debug kernel: KASAN, lockdep, atomic-sleep.</summary>
public sealed class DebugTests : ScenarioTests
{
    [ScenarioTheory(Debug)]
    [ScenarioData(Debug)]
    public Task Passes(string scenario) => RunAsync(Debug, scenario);
}
