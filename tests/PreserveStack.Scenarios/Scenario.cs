// SPDX-License-Identifier: MIT
using System.Globalization;
using System.Text.RegularExpressions;

namespace PreserveStack.Scenarios;

/// <summary>A script of tests/scenarios, with what its head says about it.</summary>
public sealed partial record Scenario
{
    private const string Head = "# ";

    /// <summary>The script.</summary>
    public required string Path { get; init; }

    /// <summary>The topology it runs in.</summary>
    public required string Topology { get; init; }

    /// <summary>The machines it can run on.</summary>
    public required IReadOnlyList<string> Machines { get; init; }

    /// <summary>The machines it runs on in every everyday run; none when one of <see cref="Machines"/> in turn is enough.</summary>
    public IReadOnlyList<string> Every { get; init; } = [];

    /// <summary>The ways it is run, one by one.</summary>
    public IReadOnlyList<ScenarioCase> Cases { get; init; } = [];

    /// <summary>Factors whose values are combined, and what cannot be combined.</summary>
    public ScenarioFactors Factors { get; init; } = ScenarioFactors.None;

    /// <summary>The simulated seconds that a case may take; null when the head does not say.</summary>
    public int? Seconds { get; init; }

    /// <summary>How much of something random the whole matrix does, by the variable that tells the script.</summary>
    public IReadOnlyDictionary<string, int> Amounts { get; init; } = new Dictionary<string, int>();

    /// <summary>Whether it draws random numbers that begin with its variable SEED.</summary>
    public bool UsesSeed { get; init; }

    /// <summary>The name: that of the file.</summary>
    public string Name => System.IO.Path.GetFileNameWithoutExtension(Path);

    /// <summary>The cases of the whole matrix.</summary>
    public IReadOnlyList<ScenarioCase> WholeCases => [.. Cases, .. Factors.Whole];

    /// <summary>The cases of the everyday run.</summary>
    public IReadOnlyList<ScenarioCase> EverydayCases => [.. Cases, .. Factors.Paired];

    /// <summary>Reads the head of a script: the comment lines it begins with.</summary>
    public static Scenario Read(string path) => Parse(path, File.ReadAllText(path));

    /// <summary>Reads the head of a script.</summary>
    /// <param name="path">Where it is.</param>
    /// <param name="content">What is in it.</param>
    public static Scenario Parse(string path, string content)
    {
        ArgumentNullException.ThrowIfNull(content);
        var head = content.Split('\n').TakeWhile(line => line.StartsWith('#')).ToList();
        var cases = Values(head, "case").Select(ScenarioCase.Parse).ToList();
        var factors = ScenarioFactors.Parse(Values(head, "pairs"), Values(head, "except"));
        return new Scenario
        {
            Path = path,
            Topology = Only(path, head, "topology") ?? throw Missing(path, "topology"),
            Machines = Words(Only(path, head, "machines") ?? throw Missing(path, "machines")),
            Every = Words(Only(path, head, "every")),
            Cases = cases.Count == 0 && factors.Whole.Count == 0 ? [ScenarioCase.Default] : cases,
            Factors = factors,
            Seconds = Only(path, head, "seconds") is { } seconds ? Number(path, "seconds", seconds) : null,
            Amounts = Values(head, "amount").SelectMany(Words).Select(word => word.Split('=', 2))
                .ToDictionary(parts => parts[0], parts => Number(path, "amount", parts[^1])),
            UsesSeed = SeedUse().IsMatch(content),
        };
    }

    private static string? Only(string path, List<string> head, string key)
        => Values(head, key).ToList() switch
        {
            [] => null,
            [var value] => value,
            _ => throw new FormatException($"{path} has more than one line '{Head}{key}:' in its head"),
        };

    private static FormatException Missing(string path, string key) => new($"{path} needs one line '{Head}{key}: ...' in its head");

    private static int Number(string path, string key, string text)
        => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number > 0
            ? number
            : throw new FormatException($"{path}: '{text}' in the line '{Head}{key}:' is not a whole number from 1 up");

    private static string[] Words(string? text) => (text ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries);

    private static IEnumerable<string> Values(List<string> head, string key)
        => head.Where(line => line.StartsWith($"{Head}{key}:", StringComparison.Ordinal)).Select(line => line[(Head.Length + key.Length + 1)..].Trim());

    [GeneratedRegex(@"\$\{?SEED\b|\$\(\(SEED\b")]
    private static partial Regex SeedUse();
}
