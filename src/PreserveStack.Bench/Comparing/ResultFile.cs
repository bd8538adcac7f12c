// SPDX-License-Identifier: MIT
using System.Text.Json;
using PreserveStack.Bench.Results;

namespace PreserveStack.Bench.Comparing;

/// <summary>Reads what <c>--json</c> has written.</summary>
public static class ResultFile
{
    /// <summary>Reads the results of a file: a line each, other lines being events of the runs.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="BenchException">The file has no result, or one of another format.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static IReadOnlyList<BenchResult> Read(string path) => Parse(path, File.ReadLines(path));

    /// <summary>The same of lines.</summary>
    /// <param name="name">Where they are from, for messages.</param>
    /// <param name="lines">The lines.</param>
    /// <exception cref="BenchException">There is no result, or one of another format.</exception>
    public static IReadOnlyList<BenchResult> Parse(string name, IEnumerable<string> lines)
    {
        List<BenchResult> results = [.. lines.Select(line => Parse(name, line)).OfType<BenchResult>()];
        return results.Count > 0
            ? results
            : throw new BenchException($"{name} has no result: it is made by 'preserve bench TEST HOST --json', and the run has to end by itself");
    }

    private static BenchResult? Parse(string name, string line)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(line);
            bool isResult = document.RootElement is { ValueKind: JsonValueKind.Object } entry
                && entry.TryGetProperty("event", out JsonElement kind) && kind.ValueKind == JsonValueKind.String && kind.GetString() == "result";
            BenchResult? result = isResult ? document.Deserialize(BenchJson.Default.BenchResult) : null;
            return result is null or { Format: BenchResult.CurrentFormat }
                ? result
                : throw new BenchException($"{name} has a result of format {result.Format}; this version reads {BenchResult.CurrentFormat}");
        }
        catch (JsonException exception)
        {
            throw new BenchException($"{name} is no result of 'preserve bench --json': {exception.Message}", exception);
        }
    }
}
