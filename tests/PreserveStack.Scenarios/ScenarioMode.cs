// SPDX-License-Identifier: MIT
namespace PreserveStack.Scenarios;

/// <summary>What is asked for: the everyday run, or the whole matrix or parts of it.</summary>
/// <param name="Machines">The machines that take part.</param>
/// <param name="IsWhole">
/// Each case on every machine, all combinations of factors, everything in full, and what passed before is remembered.
/// Otherwise each case on one machine, and pairs of factors.
/// </param>
public sealed record ScenarioMode(IReadOnlyList<string> Machines, bool IsWhole)
{
    /// <summary>Words with commas between: all, debug, smp. Without any it is the everyday run.</summary>
    public const string Variable = "PRESERVE_TEST_MODE";

    /// <summary>The run of every day, and of continuous integration.</summary>
    public static ScenarioMode Everyday { get; } = new(ScenarioMachine.Everyday, IsWhole: false);

    /// <summary>What this process was asked for.</summary>
    public static ScenarioMode Current { get; } = Parse(Environment.GetEnvironmentVariable(Variable));

    /// <summary>Reads the words.</summary>
    public static ScenarioMode Parse(string? words)
    {
        string[] parts = (words ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries);
        return parts.Length == 0 ? Everyday : new ScenarioMode([.. parts.SelectMany(Part).Distinct()], IsWhole: true);
    }

    private static IReadOnlyList<string> Part(string word) => word switch
    {
        "all" => [.. ScenarioMachine.Everyday, ScenarioMachine.Kernel73, ScenarioMachine.Debug],
        "debug" => [ScenarioMachine.Debug],
        "smp" => ScenarioMachine.TwoProcessors,
        _ => throw new FormatException($"{Variable} takes all, debug and smp, not '{word}'"),
    };
}
