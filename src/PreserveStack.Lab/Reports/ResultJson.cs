// SPDX-License-Identifier: MIT
using PreserveStack.Lab.Experiments;

namespace PreserveStack.Lab.Reports;

/// <summary>Writes results as JSON.</summary>
public static class ResultJson
{
    /// <summary>The whole experiment as one object.</summary>
    public static string Write(ExperimentResult result) => throw new NotSupportedException(result?.Experiment);
}
