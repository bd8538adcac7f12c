// SPDX-License-Identifier: MIT
namespace PreserveStack.Scenarios;

/// <summary>One case of a scenario on one machine.</summary>
public sealed record ScenarioRun(Scenario Scenario, ScenarioCase Case, string Machine)
{
    /// <summary>What a test is called: the script, and what distinguishes the case.</summary>
    public string Name
    {
        get
        {
            var settings = Case.PlainHosts.Select(host => $"plain={host}")
                .Concat(Case.Parameters.Select(parameter => $"{parameter.Key}={parameter.Value}"))
                .Concat(Case.Arguments);
            return string.Join(' ', settings.Prepend(Scenario.Name));
        }
    }
}
