// SPDX-License-Identifier: MIT
namespace PreserveStack.Scenarios;

/// <summary>Which case of which scenario runs on which machine.</summary>
/// <param name="mode">What is asked for.</param>
/// <param name="seed">Picks the machines of the everyday run.</param>
public sealed class ScenarioPlan(ScenarioMode mode, RunSeed seed)
{
    /// <summary>The plan of this run.</summary>
    public static ScenarioPlan Current { get; } = new(ScenarioMode.Current, RunSeed.Current);

    /// <summary>The machines that take part.</summary>
    public IReadOnlyList<string> Machines => mode.Machines;

    /// <summary>The runs.</summary>
    public IReadOnlyList<ScenarioRun> Of(IEnumerable<Scenario> scenarios)
        => [.. scenarios.SelectMany(scenario => Cases(scenario).SelectMany(one => MachinesOf(scenario, one)
            .Select(machine => new ScenarioRun(scenario, one, machine) { IsWhole = mode.IsWhole, Seed = seed.Number })))];

    private IReadOnlyList<ScenarioCase> Cases(Scenario scenario) => mode.IsWhole ? scenario.WholeCases : scenario.EverydayCases;

    private IReadOnlyList<string> MachinesOf(Scenario scenario, ScenarioCase one)
    {
        string[] possible = [.. mode.Machines.Where(machine => RunsOn(scenario, machine))];
        if (mode.IsWhole || possible.Length == 0)
        {
            return possible;
        }

        string[] every = [.. possible.Where(scenario.Every.Contains)];
        return every.Length > 0 ? every : [seed.Choose($"{scenario.Name} {one.Name}", possible)];
    }

    private static bool RunsOn(Scenario scenario, string machine)
        => scenario.Machines.Contains(machine) || (machine == ScenarioMachine.Debug && scenario.Machines.Contains(ScenarioMachine.Uml));
}
