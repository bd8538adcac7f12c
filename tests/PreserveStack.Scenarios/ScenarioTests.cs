// SPDX-License-Identifier: MIT
namespace PreserveStack.Scenarios;

/// <summary>The tests of one machine; classes run side by side, the tests of a class one after the other.</summary>
public abstract class ScenarioTests
{
    /// <summary>Runs the scenario with this name.</summary>
    protected static Task RunAsync(string machine, string name)
        => ScenarioRunner.RunAsync(ScenarioCatalog.RunsOn(machine).Single(run => run.Name == name));
}
