// SPDX-License-Identifier: MIT
using PreserveStack.Lab;

namespace PreserveStack.Scenarios;

/// <summary>All scenarios, and which of them run in the mode that is asked for.</summary>
public static class ScenarioCatalog
{
    private const string Folder = "tests/scenarios";
    private const string LibraryPrefix = "lib";

    private static readonly Lazy<IReadOnlyList<Scenario>> All = new(() =>
        [.. Directory.EnumerateFiles(FolderPath, "*.sh")
            .Where(path => !Path.GetFileName(path).StartsWith(LibraryPrefix, StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
            .Select(Scenario.Read)]);

    private static readonly Lazy<IReadOnlyList<ScenarioRun>> Runs = new(() => ScenarioPlan.Current.Of(Scenarios));

    /// <summary>Where they are.</summary>
    public static string FolderPath => Path.Combine(LabFiles.Find().Root, Folder);

    /// <summary>The scenarios.</summary>
    public static IReadOnlyList<Scenario> Scenarios => All.Value;

    /// <summary>What runs on a machine.</summary>
    public static IEnumerable<ScenarioRun> RunsOn(string machine) => Runs.Value.Where(run => run.Machine == machine);
}
