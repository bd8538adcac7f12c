// SPDX-License-Identifier: MIT
namespace PreserveStack.Lab.Experiments;

/// <summary>All runs of an experiment.</summary>
public sealed record ExperimentResult
{
    /// <summary>The experiment's name.</summary>
    public required string Experiment { get; init; }

    /// <summary>The values of each key.</summary>
    public required IReadOnlyDictionary<string, IReadOnlyList<string>> Parameters { get; init; }

    /// <summary>The host's side of the environment: QEMU version, product version.</summary>
    public required IReadOnlyDictionary<string, string> Environment { get; init; }

    /// <summary>One result per run, in the order of the parameters.</summary>
    public required IReadOnlyList<RunResult> Results { get; init; }

    /// <summary>Median and spread per cell: the runs that differ only in the seed.</summary>
    public required IReadOnlyList<CellSummary> Summary { get; init; }

    /// <summary>The figures beside those of published tables; empty where there are none to compare with.</summary>
    public IReadOnlyList<TableComparison> Tables { get; init; } = [];

    /// <summary>The folder with result.json and report.html; null if none was written.</summary>
    public string? OutputDirectory { get; init; }

    /// <summary>report.html; null if no folder was written.</summary>
    public string? ReportPath { get; init; }

    /// <summary>The one JSON object of <c>--json</c>.</summary>
    public string ToJson() => Reports.ResultJson.Write(this);
}
