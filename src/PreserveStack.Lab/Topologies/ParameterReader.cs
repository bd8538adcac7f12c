// SPDX-License-Identifier: MIT
using System.Globalization;

namespace PreserveStack.Lab.Topologies;

/// <summary>Reads the descriptions of parameters, and fills in values.</summary>
internal static class ParameterReader
{
    /// <summary>Reads a mapping of parameter names to their descriptions.</summary>
    public static IReadOnlyList<ParameterSpec> Read(YamlMap map) => [.. map.Keys.Select(name => ReadOne(name, map.Map(name)))];

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

        return specs.ToDictionary(
            spec => spec.Name, spec => overrides.TryGetValue(spec.Name, out var value) ? spec.Check(value)[0] : spec.Default[0]);
    }

    private static ParameterSpec ReadOne(string name, YamlMap map)
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
            return spec with { Default = [.. spec.Default.SelectMany(spec.Check)] };
        }
        catch (LabUsageException e)
        {
            throw map.Error("default", e.Message);
        }
    }

    private static long Integer(YamlMap map, string key, long otherwise)
        => map.OptionalText(key) is not { } text ? otherwise
            : long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number
            : throw map.Error(key, $"'{text}' is not an integer");
}
