// SPDX-License-Identifier: MIT
using System.Globalization;

namespace PreserveStack.Scenarios;

/// <summary>One case of a scenario on one machine.</summary>
/// <param name="Scenario">The script.</param>
/// <param name="Case">How it is run.</param>
/// <param name="Machine">Where.</param>
public sealed record ScenarioRun(Scenario Scenario, ScenarioCase Case, string Machine)
{
    /// <summary>The everyday run does this part of what a line "# amount:" names.</summary>
    public const int Parts = 20;

    private const string SeedVariable = "SEED";

    /// <summary>Whether the amounts are done in full.</summary>
    public bool IsWhole { get; init; }

    /// <summary>What scenarios that use random numbers begin with.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>What a test is called: the script, and what distinguishes the case.</summary>
    public string Name => $"{Scenario.Name} {Case.Name}".TrimEnd();

    /// <summary>The simulated seconds it may take; null when its head does not tell.</summary>
    public int? Seconds => IsWhole && Scenario.Amounts.Count > 0 ? Scenario.Seconds * Parts : Scenario.Seconds;

    /// <summary>What the script is called with.</summary>
    public IReadOnlyList<string> Arguments
    {
        get
        {
            var arguments = Case.Arguments.ToList();
            foreach ((string name, int amount) in Scenario.Amounts)
            {
                int part = IsWhole ? amount : Math.Max(1, amount / Parts);
                Add(arguments, name, part.ToString(CultureInfo.InvariantCulture));
            }

            if (Scenario.UsesSeed)
            {
                Add(arguments, SeedVariable, Seed.ToString(CultureInfo.InvariantCulture));
            }

            if (ScenarioMachine.IsRealTime(Machine))
            {
                Add(arguments, "REAL_TIME", "1");
            }

            return arguments;
        }
    }

    // What the case says comes first.
    private static void Add(List<string> arguments, string name, string value)
    {
        if (!arguments.Any(argument => argument.StartsWith($"{name}=", StringComparison.Ordinal)))
        {
            arguments.Add($"{name}={value}");
        }
    }
}
