// SPDX-License-Identifier: MIT
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace PreserveStack.Cli.Output;

/// <summary>The JSON of <c>--json</c>: stable snake_case keys, units in the names.</summary>
internal static class Json
{
    private static readonly JsonSerializerOptions Indented = Create(indented: true);
    private static readonly JsonSerializerOptions OneLine = Create(indented: false);

    /// <summary>One document.</summary>
    public static string Document<T>(T value) => JsonSerializer.Serialize(value, Indented);

    /// <summary>One line of a stream.</summary>
    public static string Line<T>(T value) => JsonSerializer.Serialize(value, OneLine);

    private static JsonSerializerOptions Create(bool indented) => new()
    {
        WriteIndented = indented,
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters =
        {
            new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower),
            new IPAddressConverter(),
        },
    };
}
