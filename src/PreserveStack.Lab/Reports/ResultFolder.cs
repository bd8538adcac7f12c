// SPDX-License-Identifier: MIT
using PreserveStack.Lab.Experiments;

namespace PreserveStack.Lab.Reports;

/// <summary>The folder of an experiment's results.</summary>
public static class ResultFolder
{
    /// <summary>The folder below it with one folder per run.</summary>
    public const string Runs = "runs";

    /// <summary>Writes result.json, events.ndjson, plots and report.html.</summary>
    /// <returns>The result, which now knows its folder.</returns>
    public static ExperimentResult Write(ExperimentResult result, string folder)
    {
        ArgumentNullException.ThrowIfNull(result);
        Directory.CreateDirectory(folder);
        foreach (var run in result.Results)
        {
            File.WriteAllText(Path.Combine(folder, Runs, run.Plan.Id, "result.json"), ResultJson.Write(run));
        }

        File.WriteAllText(Path.Combine(folder, "result.json"), result.ToJson());
        File.WriteAllLines(
            Path.Combine(folder, "events.ndjson"),
            result.Results.SelectMany(run => run.Events.Select(happening => ResultJson.Write(run.Plan, happening))));
        var plots = CurvePlots.Of(result.Results);
        foreach (var plot in plots)
        {
            File.WriteAllText(Path.Combine(folder, plot.FileName), plot.Svg);
        }

        var report = Path.Combine(folder, "report.html");
        File.WriteAllText(report, HtmlReport.Write(result, plots));
        return result with { OutputDirectory = folder, ReportPath = report };
    }
}
