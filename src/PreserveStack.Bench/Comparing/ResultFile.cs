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
    public static IReadOnlyList<BenchResult> Read(string path)
    {
        List<BenchResult> results = [.. File.ReadLines(path).Select(line => Parse(path, line)).OfType<BenchResult>()];
        return results.Count > 0
            ? results
            : throw new BenchException($"{path} has no result: it is made by 'preserve bench TEST HOST --json', and the run has to end by itself");
    }

    private static BenchResult? Parse(string path, string line)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(line);
            bool isResult = document.RootElement is { ValueKind: JsonValueKind.Object } entry
                && entry.TryGetProperty("event", out JsonElement name) && name.ValueKind == JsonValueKind.String && name.GetString() == "result";
            BenchResult? result = isResult ? document.Deserialize(BenchJson.Default.BenchResult) : null;
            return result is null or { Format: BenchResult.CurrentFormat }
                ? result
                : throw new BenchException($"{path} has a result of format {result.Format}; this version reads {BenchResult.CurrentFormat}");
        }
        catch (JsonException exception)
        {
            throw new BenchException($"{path} is no result of 'preserve bench --json': {exception.Message}", exception);
        }
    }
}
