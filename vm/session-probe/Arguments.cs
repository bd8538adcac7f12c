// SPDX-License-Identifier: MIT
using System.Globalization;

namespace PreserveStack.SessionProbe;

/// <summary>Arguments NAME=VALUE, in any order.</summary>
internal sealed class Arguments
{
    private readonly Dictionary<string, string> _values = [];

    /// <param name="words">The arguments.</param>
    /// <param name="known">The names that there are.</param>
    /// <exception cref="FormatException">One is not NAME=VALUE, or of an unknown name.</exception>
    public Arguments(IEnumerable<string> words, params string[] known)
    {
        foreach (string word in words)
        {
            if (word.Split('=', 2) is not [var name, var value] || !known.Contains(name))
            {
                throw new FormatException($"'{word}' is none of {string.Join("= ", known)}=");
            }

            _values[name] = value;
        }
    }

    /// <summary>A text, or its default.</summary>
    public string Text(string name, string otherwise) => _values.GetValueOrDefault(name, otherwise);

    /// <summary>A number within bounds, or its default.</summary>
    public int Number(string name, int otherwise, int least, int most)
    {
        if (!_values.TryGetValue(name, out string? text))
        {
            return otherwise;
        }

        return int.TryParse(text, CultureInfo.InvariantCulture, out int value) && value >= least && value <= most
            ? value
            : throw new FormatException($"{name} is a number from {least} to {most}, not '{text}'");
    }
}
