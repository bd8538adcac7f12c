// SPDX-License-Identifier: MIT
using PreserveStack.Lab.Experiments;

namespace PreserveStack.Lab.Reports;

/// <summary>The folder of an experiment's results.</summary>
public static class ResultFolder
{
    /// <summary>The folder below it with one folder per run.</summary>
    public const string Runs = "runs";

    private const string ReportName = "report.html";

    /// <summary>Writes result.json, events.ndjson, and what the experiment's kind reports.</summary>
    /// <returns>The result, which now knows its folder.</returns>
    public static ExperimentResult Write(ExperimentDefinition definition, ExperimentResult result, string folder)
    {
        ArgumentNullException.ThrowIfNull(definition);
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
        foreach (var file in definition.Report(result))
        {
            File.WriteAllText(Path.Combine(folder, file.Name), file.Text);
        }

        return result with { OutputDirectory = folder, ReportPath = Path.Combine(folder, ReportName) };
    }
}

/// <summary>A file of a report.</summary>
/// <param name="Name">Its name in the result's folder; "report.html" is the one to open.</param>
/// <param name="Text">Its content.</param>
public sealed record ReportFile(string Name, string Text);
