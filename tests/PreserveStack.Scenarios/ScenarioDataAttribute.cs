// SPDX-License-Identifier: MIT
using System.Reflection;
using Xunit.Sdk;

namespace PreserveStack.Scenarios;

/// <summary>The names of the runs on one machine.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ScenarioDataAttribute(string machine) : DataAttribute
{
    /// <summary>The machine.</summary>
    public string Machine { get; } = machine;

    /// <inheritdoc/>
    public override IEnumerable<object[]> GetData(MethodInfo testMethod)
        => ScenarioCatalog.RunsOn(Machine).Select(run => new object[] { run.Name });
}
