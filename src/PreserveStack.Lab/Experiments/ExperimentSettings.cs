// SPDX-License-Identifier: MIT
namespace PreserveStack.Lab.Experiments;

/// <summary>What the caller asks of an experiment: values per key, and how to run the sweep.</summary>
public sealed record ExperimentSettings
{
    /// <summary>
    /// Values by key; every combination of them is one run. "seed" takes ranges such as 1-5.
    /// Keys that are absent have the experiment's defaults.
    /// </summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Values { get; init; } = new Dictionary<string, IReadOnlyList<string>>();

    /// <summary>Machines at a time. Defaults to 2.</summary>
    public int Jobs { get; init; } = 2;

    /// <summary>
    /// The folder for the results; runs whose result is in it already are not repeated. Null writes no files.
    /// </summary>
    public string? OutputDirectory { get; init; }

    /// <summary>Whether results in <see cref="OutputDirectory"/> are used again. Defaults to true.</summary>
    public bool IsResumed { get; init; } = true;

    /// <summary>Wall-clock limit of one machine. Defaults to 10 minutes.</summary>
    public TimeSpan Limit { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Reads assignments of the form key=v1,v2; a later one for the same key replaces an earlier one.</summary>
    /// <exception cref="LabUsageException">An assignment has no key or no value.</exception>
    public static IReadOnlyDictionary<string, IReadOnlyList<string>> ParseValues(IEnumerable<string> assignments)
    {
        ArgumentNullException.ThrowIfNull(assignments);
        var values = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);
        foreach (var assignment in assignments)
        {
            var equals = assignment.IndexOf('=', StringComparison.Ordinal);
            var list = equals < 0
                ? []
                : assignment[(equals + 1)..].Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
            if (equals <= 0 || list.Length == 0)
            {
                throw new LabUsageException($"'{assignment}' is not of the form key=value or key=value,value");
            }

            values[assignment[..equals].Trim()] = list;
        }

        return values;
    }
}
