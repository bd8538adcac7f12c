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
    public void EveryRunHasANameOfItsOwn()
    {
        var names = ScenarioCatalog.Scenarios.SelectMany(scenario => scenario.Cases.Select(one => new ScenarioRun(scenario, one, "").Name)).ToList();
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
