// SPDX-License-Identifier: MIT
namespace PreserveStack.Scenarios;

/// <summary>A script of tests/scenarios, with what its head says about it.</summary>
/// <param name="Path">The script.</param>
/// <param name="Topology">The topology it runs in.</param>
/// <param name="Machines">The machines it runs on.</param>
/// <param name="Cases">The ways it is run.</param>
public sealed record Scenario(string Path, string Topology, IReadOnlyList<string> Machines, IReadOnlyList<ScenarioCase> Cases)
{
    private const string Head = "# ";

    /// <summary>The name: that of the file.</summary>
    public string Name => System.IO.Path.GetFileNameWithoutExtension(Path);

    /// <summary>Reads the head of a script: the comment lines it begins with.</summary>
    public static Scenario Read(string path)
    {
        var head = File.ReadLines(path).TakeWhile(line => line.StartsWith('#')).ToList();
        var cases = Values(head, "case").Select(ScenarioCase.Parse).ToList();
        return new Scenario(
            path,
            Single(path, head, "topology"),
            Single(path, head, "machines").Split(' ', StringSplitOptions.RemoveEmptyEntries),
            cases.Count == 0 ? [ScenarioCase.Default] : cases);
    }

    private static string Single(string path, List<string> head, string key)
        => Values(head, key).SingleOrDefault() ?? throw new FormatException($"{path} needs one line '{Head}{key}: ...' in its head");

    private static IEnumerable<string> Values(List<string> head, string key)
        => head.Where(line => line.StartsWith($"{Head}{key}:", StringComparison.Ordinal)).Select(line => line[(Head.Length + key.Length + 1)..].Trim());
}
