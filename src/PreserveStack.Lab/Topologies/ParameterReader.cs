// SPDX-License-Identifier: MIT
using System.Globalization;

namespace PreserveStack.Lab.Topologies;

/// <summary>Reads the descriptions of parameters, and fills in values.</summary>
internal static class ParameterReader
{
    /// <summary>Reads a mapping of parameter names to their descriptions.</summary>
    public static IReadOnlyList<ParameterSpec> Read(YamlMap map)
    {
        var specs = new List<ParameterSpec>();
        foreach (var name in map.Keys)
        {
            specs.Add(ReadOne(name, map.Map(name), specs));
        }

        return specs;
    }

    /// <summary>A value for each parameter: the caller's, else the default.</summary>
    public static IReadOnlyDictionary<string, string> Fill(
        string owner, IReadOnlyList<ParameterSpec> specs, IReadOnlyDictionary<string, string> overrides)
    {
        var unknown = overrides.Keys.FirstOrDefault(key => specs.All(spec => spec.Name != key));
        if (unknown is not null)
        {
            throw new LabUsageException(
                $"{owner} has no parameter '{unknown}'; it has {string.Join(", ", specs.Select(spec => spec.Name))}");
        }

        var values = new Dictionary<string, string>();
        foreach (var spec in specs)
        {
            values[spec.Name] = spec.Check(overrides.GetValueOrDefault(spec.Name) ?? Resolve(spec.Default[0], values))[0];
        }

        return values;
    }

    /// <summary>A default may be the value of a parameter before it, written ${name}.</summary>
    public static string Resolve(string text, IReadOnlyDictionary<string, string> values) => IsReference(text) ? values[text[2..^1]] : text;

    private static bool IsReference(string text) => text.StartsWith("${", StringComparison.Ordinal) && text.EndsWith('}');

    private static ParameterSpec ReadOne(string name, YamlMap map, List<ParameterSpec> before)
    {
        map.Only("kind", "default", "choices", "min", "max", "help");
        if (!Enum.TryParse<ParameterKind>(map.Text("kind"), ignoreCase: true, out var kind))
        {
            var kinds = string.Join(", ", Enum.GetNames<ParameterKind>()).ToLowerInvariant();
            throw map.Error("kind", $"'{map.Text("kind")}' is not allowed; it takes one of {kinds}");
        }

        var spec = new ParameterSpec(
            name, kind, map.Texts("default"), map.Texts("choices"), Integer(map, "min", 0), Integer(map, "max", int.MaxValue), map.Text("help"));
        try
        {
            return spec with { Default = [.. spec.Default.SelectMany(text => IsReference(text) ? CheckReference(spec, text, before) : spec.Check(text))] };
        }
        catch (LabUsageException e)
        {
            throw map.Error("default", e.Message);
        }
    }

    private static IReadOnlyList<string> CheckReference(ParameterSpec spec, string text, List<ParameterSpec> before)
        => before.Exists(other => other.Name == text[2..^1] && other.Kind == spec.Kind)
            ? [text]
            : throw new LabUsageException($"{text} is no parameter of the same kind before {spec.Name}");

    private static long Integer(YamlMap map, string key, long otherwise)
        => map.OptionalText(key) is not { } text ? otherwise
            : long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number
            : throw map.Error(key, $"'{text}' is not an integer");
}
