// SPDX-License-Identifier: MIT
using System.Globalization;
using System.Text.Json;

namespace PreserveStack.Cli.Testing;

/// <summary>How often each line of the module ran, added up over many machines.</summary>
internal sealed class LineCounts
{
    private const string BuildFolder = "/build/";
    private const string UnitTests = "tests/";
    private const double Percent = 100;

    private readonly SortedDictionary<string, SortedDictionary<int, long>> _files = new(StringComparer.Ordinal);

    /// <summary>Share of the lines that ran, in percent; of no lines, none.</summary>
    public double Covered => Share(Files.Sum(file => file.Covered), Files.Sum(file => file.Lines));

    /// <summary>The sources, by name.</summary>
    public IReadOnlyList<FileCoverage> Files => [.. _files.Select(file => new FileCoverage(
        file.Key,
        file.Value.Count,
        file.Value.Values.Count(count => count > 0),
        [.. file.Value.Where(line => line.Value == 0).Select(line => line.Key)]))];

    /// <summary>Adds what gcov --json-format says about one object. The kernel's headers and the unit tests are left out.</summary>
    public void Add(string json)
    {
        using var document = JsonDocument.Parse(json);
        foreach (JsonElement file in document.RootElement.GetProperty("files").EnumerateArray())
        {
            string path = file.GetProperty("file").GetString()!;
            int start = path.LastIndexOf(BuildFolder, StringComparison.Ordinal);
            string name = start < 0 ? "" : path[(start + BuildFolder.Length)..];
            if (name.Length == 0 || name.StartsWith(UnitTests, StringComparison.Ordinal))
            {
                continue;
            }

            if (!_files.TryGetValue(name, out SortedDictionary<int, long>? lines))
            {
                _files[name] = lines = [];
            }

            foreach (JsonElement line in file.GetProperty("lines").EnumerateArray())
            {
                int number = line.GetProperty("line_number").GetInt32();
                lines[number] = lines.GetValueOrDefault(number) + line.GetProperty("count").GetInt64();
            }
        }
    }

    /// <summary>A line for each source, the least covered first.</summary>
    public IReadOnlyList<string> Table() =>
        [.. Files.Where(file => file.Lines > 0).OrderBy(file => Share(file.Covered, file.Lines)).Select(file => string.Create(
            CultureInfo.InvariantCulture, $"{Share(file.Covered, file.Lines),6:0.0} % {file.Covered,5} of {file.Lines,5}  {file.Name}"))];

    private static double Share(int covered, int lines) => lines == 0 ? 0 : Percent * covered / lines;
}

/// <summary>A source of the module.</summary>
/// <param name="Name">Below kmod/.</param>
/// <param name="Lines">Lines with code.</param>
/// <param name="Covered">Those that ran.</param>
/// <param name="Missing">The numbers of those that did not.</param>
internal sealed record FileCoverage(string Name, int Lines, int Covered, IReadOnlyList<int> Missing);
