// SPDX-License-Identifier: MIT
using System.Text.Encodings.Web;
using System.Text.Json;
using PreserveStack.Bench.Comparing;

namespace PreserveStack.Bench.Results;

/// <summary>Writes what people and scripts read. It goes to terminals and files, not into web pages: no need to escape more than JSON asks for.</summary>
internal static class JsonLine
{
    private static readonly BenchJson Context =
        new(new JsonSerializerOptions(BenchJson.Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    /// <summary>An event.</summary>
    public static string Of(BenchEvent happening) =>
        JsonSerializer.Serialize(happening, Context.GetTypeInfo(happening.GetType()) ?? throw new NotSupportedException($"{happening.Event} has no JSON"));

    /// <summary>A comparison.</summary>
    public static string Of(BenchComparison comparison) => JsonSerializer.Serialize(comparison, Context.BenchComparison);
}
