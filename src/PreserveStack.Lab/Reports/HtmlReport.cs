// SPDX-License-Identifier: MIT
using PreserveStack.Lab.Experiments;

namespace PreserveStack.Lab.Reports;

/// <summary>The report: one file that needs nothing else.</summary>
public static class HtmlReport
{
    /// <summary>Writes it.</summary>
    public static string Write(ExperimentResult result, IReadOnlyList<Plot> plots)
    {
        ArgumentNullException.ThrowIfNull(result);
        ArgumentNullException.ThrowIfNull(plots);
        return "";
    }
}
