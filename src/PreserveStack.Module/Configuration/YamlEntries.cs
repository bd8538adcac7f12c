// SPDX-License-Identifier: MIT
using YamlDotNet.RepresentationModel;

namespace PreserveStack.Module.Configuration;

/// <summary>The entries of a mapping, with their places.</summary>
internal static class YamlEntries
{
    /// <summary>Key, place of the key, and value; nothing for an empty value. What is no mapping is reported.</summary>
    public static IEnumerable<(string Key, YamlNode At, YamlNode Value)> Of(YamlNode node, Action<YamlNode, string> report)
    {
        if (node is YamlScalarNode { Value: "" or null } or YamlMappingNode { Children.Count: 0 })
        {
            yield break;
        }

        if (node is not YamlMappingNode map)
        {
            report(node, "must be a mapping, lines of 'key: value'");
            yield break;
        }

        foreach ((YamlNode key, YamlNode value) in map.Children)
        {
            if (key is YamlScalarNode name)
            {
                yield return (name.Value ?? "", key, value);
            }
            else
            {
                report(key, "a key must be a single word");
            }
        }
    }

    /// <summary>The text of a value; null, and reported, when it is none.</summary>
    public static string? Text(YamlNode node, Action<YamlNode, string> report)
    {
        if (node is YamlScalarNode scalar)
        {
            return scalar.Value ?? "";
        }

        report(node, "must be a single value");
        return null;
    }

    /// <summary>Says that a name is unknown, and which was meant.</summary>
    public static string Unknown(string kind, string name, IReadOnlyList<string> known)
    {
        string? nearest = NearestName.Find(name, known);
        return $"unknown {kind} '{name}': " + (nearest is null ? $"it takes {string.Join(", ", known)}" : $"did you mean '{nearest}'?");
    }
}
