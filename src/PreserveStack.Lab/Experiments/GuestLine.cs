// SPDX-License-Identifier: MIT
using System.Text.Json;

namespace PreserveStack.Lab.Experiments;

/// <summary>A line of JSON that a helper in the machine printed.</summary>
internal readonly struct GuestLine
{
    private readonly JsonElement _json;

    private GuestLine(JsonElement json) => _json = json;

    /// <summary>What the line is about: sent, received, sample, event, migration, followed or environment.</summary>
    public string Type => Text("type");

    /// <summary>Reads a line; false when it is none of ours.</summary>
    public static bool TryParse(string text, out GuestLine line)
    {
        line = default;
        if (!text.StartsWith('{'))
        {
            return false;
        }

        try
        {
            using var document = JsonDocument.Parse(text);
            line = new GuestLine(document.RootElement.Clone());
            return line._json.TryGetProperty("type", out var type) && type.ValueKind == JsonValueKind.String;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    /// <summary>A text; empty when absent.</summary>
    public string Text(string key)
        => _json.ValueKind == JsonValueKind.Object && _json.TryGetProperty(key, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";

    /// <summary>A number; 0 when absent.</summary>
    public double Number(string key) => _json.TryGetProperty(key, out var value) && value.ValueKind == JsonValueKind.Number ? value.GetDouble() : 0;

    /// <summary>An integer; 0 when absent.</summary>
    public long Integer(string key) => _json.TryGetProperty(key, out var value) && value.TryGetInt64(out var number) ? number : 0;

    /// <summary>Pairs of numbers; empty when absent.</summary>
    public IReadOnlyList<(double From, double To)> Pairs(string key)
        => _json.TryGetProperty(key, out var value) && value.ValueKind == JsonValueKind.Array
            ? [.. value.EnumerateArray().Select(pair => (pair[0].GetDouble(), pair[1].GetDouble()))]
            : [];
}
