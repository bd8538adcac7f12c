// SPDX-License-Identifier: MIT
using PreserveStack.Lab;

namespace PreserveStack.Scenarios;

/// <summary>All scenarios, and which of them run in the mode that is asked for.</summary>
public static class ScenarioCatalog
{
    private const string ModeVariable = "PRESERVE_TEST_MODE";
    private const string Folder = "tests/scenarios";
    private const string LibraryPrefix = "lib";

    private static readonly Lazy<IReadOnlyList<Scenario>> All = new(() =>
        [.. Directory.EnumerateFiles(Path.Combine(LabFiles.Find().Root, Folder), "*.sh")
            .Where(path => !Path.GetFileName(path).StartsWith(LibraryPrefix, StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
            .Select(Scenario.Read)]);

    /// <summary>The scenarios.</summary>
    public static IReadOnlyList<Scenario> Scenarios => All.Value;

    /// <summary>The machines of this mode: those of the stock kernels, the debug kernel, or those with two processors.</summary>
    public static IReadOnlyList<string> Machines { get; } = Environment.GetEnvironmentVariable(ModeVariable) switch
    {
        "debug" => [ScenarioMachine.Debug],
        "smp" => [ScenarioMachine.Smp61, ScenarioMachine.Smp612],
        _ => [ScenarioMachine.Kernel61, ScenarioMachine.Kernel612, ScenarioMachine.Uml],
    };

    /// <summary>What runs on a machine.</summary>
    public static IEnumerable<ScenarioRun> RunsOn(string machine)
        => Scenarios.Where(scenario => RunsOn(scenario, machine))
            .SelectMany(scenario => scenario.Cases.Select(one => new ScenarioRun(scenario, one, machine)));

    private static bool RunsOn(Scenario scenario, string machine)
        => scenario.Machines.Contains(machine) || (machine == ScenarioMachine.Debug && scenario.Machines.Contains(ScenarioMachine.Uml));
}
