// SPDX-License-Identifier: MIT
using System.Globalization;

namespace PreserveStack.Lab.Topologies;

/// <summary>Conditions of a file's entries: "name = word" and "name >= number".</summary>
internal static class TopologyCondition
{
    /// <summary>Whether all conditions of an entry's "if" hold.</summary>
    public static bool Holds(YamlMap entry) => entry.Texts("if").All(condition => Holds(entry, condition));

    private static bool Holds(YamlMap entry, string condition)
    {
        var values = entry.Variables;
        var words = condition.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (words.Length != 3 || words[1] is not ("=" or ">="))
        {
            throw entry.Error("if", $"'{condition}' is not of the form 'parameter = word' or 'parameter >= number'");
        }

        if (!values.TryGetValue(words[0], out var value))
        {
            throw entry.Error("if", $"there is no parameter '{words[0]}'; there are {string.Join(", ", values.Keys)}");
        }

        return words[1] == "=" ? value == words[2] : Number(entry, value) >= Number(entry, words[2]);
    }

    private static long Number(YamlMap entry, string text)
        => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw entry.Error("if", $"'{text}' is not a number");
}
