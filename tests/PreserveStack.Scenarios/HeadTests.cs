// SPDX-License-Identifier: MIT
using Xunit;

namespace PreserveStack.Scenarios;

/// <summary>The heads of the scenarios are well-formed, whatever the mode.</summary>
public sealed class HeadTests
{
    [Fact]
    public void EveryScenarioNamesMachinesThatExist()
        => Assert.All(ScenarioCatalog.Scenarios.SelectMany(scenario => scenario.Machines), name => ScenarioMachine.Options(name));

    [Fact]
    public void WhatRunsOnEveryMachineCanRunThere()
        => Assert.All(ScenarioCatalog.Scenarios, scenario => Assert.Empty(scenario.Every.Except(scenario.Machines.Intersect(ScenarioMachine.Everyday))));

    [Fact]
    public void EveryScenarioDeclaresItsSimulatedSeconds()
        => Assert.Empty(ScenarioCatalog.Scenarios
            .Where(scenario => scenario.Seconds is null && !scenario.Machines.All(ScenarioMachine.IsRealTime))
            .Select(scenario => $"{scenario.Name} needs a line '# seconds: N': what it took ('# took N ms' at its end) and 30 % more"));

    [Fact]
    public void TheEverydayRunStaysWithinItsBudget()
    {
        int budget = ScenarioBudget.Read(ScenarioCatalog.FolderPath);
        int planned = new ScenarioPlan(ScenarioMode.Everyday, RunSeed.Current).Of(ScenarioCatalog.Scenarios).Sum(run => run.Seconds ?? 0);
        Assert.True(planned <= budget, $"the everyday run takes {planned} simulated seconds and its budget is {budget}: shorten scenarios, pair factors, or name fewer kernels in '# every:'");
    }

    [Fact]
    public void EveryRunHasANameOfItsOwn()
    {
        var names = ScenarioCatalog.Scenarios.SelectMany(scenario => scenario.WholeCases.Select(one => new ScenarioRun(scenario, one, "").Name)).ToList();
        Assert.Equal(names.Distinct(), names);
    }

    [Fact]
    public void ACaseTellsArgumentsParametersAndPlainHostsApart()
    {
        var one = ScenarioCase.Parse("plain=client CUT=silent rate=1mbit");
        Assert.Equal(["client"], one.PlainHosts);
        Assert.Equal(["CUT=silent"], one.Arguments);
        Assert.Equal("1mbit", one.Parameters["rate"]);
        Assert.Throws<FormatException>(() => ScenarioCase.Parse("silent"));
    }
}
