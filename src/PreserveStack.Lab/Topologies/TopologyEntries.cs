// SPDX-License-Identifier: MIT
using System.Globalization;

namespace PreserveStack.Lab.Topologies;

/// <summary>
/// The entries of a file's lists: those with "each" are repeated, ${n} counting from 1, and those whose "if" does not
/// hold are left out.
/// </summary>
internal static class TopologyEntries
{
    private const string Number = "n";
    private const int MaxRepeats = 100;

    /// <summary>The entries of a list.</summary>
    public static IEnumerable<YamlMap> Of(YamlMap root, string key) => root.Maps(key).SelectMany(Repeat).Where(TopologyCondition.Holds);

    /// <summary>The entry of a mapping, whose name may contain ${n}.</summary>
    public static IEnumerable<(string Name, YamlMap Map)> Named(YamlMap root, string key)
        => Repeat(root.Map(key)).Where(TopologyCondition.Holds).Select(map => (map.Expand(key), map));

    private static IEnumerable<YamlMap> Repeat(YamlMap entry)
    {
        if (entry.OptionalText("each") is not { } text)
        {
            return [entry];
        }

        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count <= MaxRepeats
            ? Enumerable.Range(1, count).Select(n => entry.With(
                new Dictionary<string, string>(entry.Variables) { [Number] = n.ToString(CultureInfo.InvariantCulture) }))
            : throw entry.Error("each", $"'{text}' is not allowed; it takes an integer from 0 to {MaxRepeats}");
    }
}
