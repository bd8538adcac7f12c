// SPDX-License-Identifier: MIT
using Xunit;

namespace PreserveStack.Scenarios;

/// <summary>A theory over the scenarios of one machine; skipped in modes that leave the machine out.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ScenarioTheoryAttribute : TheoryAttribute
{
    /// <param name="machine">One of <see cref="ScenarioMachine"/>.</param>
    public ScenarioTheoryAttribute(string machine)
    {
        Machine = machine;
        if (!ScenarioPlan.Current.Machines.Contains(machine))
        {
            Skip = $"not in this mode: {ScenarioMode.Variable} is for {string.Join(", ", ScenarioPlan.Current.Machines)}";
        }
    }

    /// <summary>The machine.</summary>
    public string Machine { get; }
}
