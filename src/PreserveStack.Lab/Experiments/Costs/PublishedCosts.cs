// SPDX-License-Identifier: MIT
using System.Globalization;

namespace PreserveStack.Lab.Experiments.Costs;

/// <summary>A published table: a line per benchmark, a column per kind of connection, "normal" being the one that others are divided by.</summary>
public sealed class PublishedCosts
{
    private const string Basis = "normal";

    private readonly Dictionary<(string Benchmark, string Column), double> _figures;

    private PublishedCosts(Dictionary<(string Benchmark, string Column), double> figures) => _figures = figures;

    /// <summary>Reads it.</summary>
    /// <exception cref="LabUsageException">A benchmark or a figure is missing.</exception>
    public static PublishedCosts Read(string file, string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var lines = text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(line => line.Split(',')).ToList();
        var figures = new Dictionary<(string, string), double>();
        foreach (var fields in lines.Skip(1))
        {
            for (var i = 1; i < fields.Length; i++)
            {
                figures[(fields[0], lines[0][i])] = double.TryParse(fields[i], NumberStyles.Float, CultureInfo.InvariantCulture, out var figure)
                    ? figure
                    : throw new LabUsageException($"{file}: '{fields[i]}' is not a figure");
            }
        }

        return CostBenchmark.All.FirstOrDefault(benchmark => !figures.ContainsKey((benchmark.PublishedName, Basis))) is { } missing
            ? throw new LabUsageException($"{file} has no figure for {missing.PublishedName} in a column '{Basis}'")
            : new PublishedCosts(figures);
    }

    /// <summary>A published rate per second.</summary>
    /// <returns>Null where there is none.</returns>
    public double? Rate(CostBenchmark benchmark, string? column)
    {
        ArgumentNullException.ThrowIfNull(benchmark);
        return column is not null && _figures.TryGetValue((benchmark.PublishedName, column), out var rate) ? rate : null;
    }

    /// <summary>The same by that of the normal connection.</summary>
    public double? Ratio(CostBenchmark benchmark, string? column) => Rate(benchmark, column) / Rate(benchmark, Basis);
}
