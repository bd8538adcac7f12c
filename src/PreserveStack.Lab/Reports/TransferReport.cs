// SPDX-License-Identifier: MIT
using PreserveStack.Lab.Experiments;

namespace PreserveStack.Lab.Reports;

/// <summary>The files of an experiment of transfers.</summary>
internal static class TransferReport
{
    /// <summary>The drawings and the report.</summary>
    public static IReadOnlyList<ReportFile> Write(ExperimentResult result)
    {
        var plots = CurvePlots.Of(Runs(result));
        return [.. plots.Select(plot => new ReportFile(plot.FileName, plot.Svg)), new ReportFile("report.html", HtmlReport.Write(result, plots))];
    }

    /// <summary>The runs as what they are.</summary>
    public static IReadOnlyList<TransferResult> Runs(ExperimentResult result) => [.. result.Results.Cast<TransferResult>()];
}
