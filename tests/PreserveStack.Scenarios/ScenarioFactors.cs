// SPDX-License-Identifier: MIT
namespace PreserveStack.Scenarios;

/// <summary>Lines "# pairs:" and "# except:" of a script: cases that are combinations.</summary>
/// <param name="Whole">All that are possible.</param>
/// <param name="Paired">As few as have every possible pair of values.</param>
public sealed record ScenarioFactors(IReadOnlyList<ScenarioCase> Whole, IReadOnlyList<ScenarioCase> Paired)
{
    /// <summary>No factors, no cases.</summary>
    public static ScenarioFactors None { get; } = new([], []);

    /// <summary>Reads the lines.</summary>
    /// <param name="lines">NAME=VALUE,VALUE ... with blanks between; several lines are as one.</param>
    /// <param name="exceptions">Each line NAME=VALUE NAME=VALUE ...: values that do not go together.</param>
    public static ScenarioFactors Parse(IEnumerable<string> lines, IEnumerable<string> exceptions)
    {
        IReadOnlyList<string>[] factors = [.. lines.SelectMany(Words).Select(Settings)];
        if (factors.Length == 0)
        {
            return None;
        }

        string[][] impossible = [.. exceptions.Select(Words)];
        IReadOnlyList<string>[] possible = [.. PairwiseSet.Product(factors).Where(row => !impossible.Any(words => words.All(row.Contains)))];
        return new ScenarioFactors(Cases(possible), Cases(PairwiseSet.Cover(possible)));
    }

    private static IReadOnlyList<ScenarioCase> Cases(IReadOnlyList<IReadOnlyList<string>> rows)
        => [.. rows.Select(row => ScenarioCase.Parse(string.Join(' ', row)))];

    private static string[] Words(string text) => text.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    private static IReadOnlyList<string> Settings(string word)
        => word.Split('=', 2) is [{ Length: > 0 } name, { Length: > 0 } values]
            ? [.. values.Split(',').Select(value => $"{name}={value}")]
            : throw new FormatException($"'{word}' in a line '# pairs:' is not NAME=VALUE,VALUE");
}
