// SPDX-License-Identifier: MIT
using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace PreserveStack.Module.Tables;

/// <summary>Reads /proc/net/preserve/stats. Counters that this version does not know are kept.</summary>
public static class CounterTable
{
    /// <summary>Reads the counters.</summary>
    /// <param name="text">The file's content.</param>
    /// <param name="counters">Its lines, in the kernel's order; null when it is malformed.</param>
    /// <param name="error">What is malformed, with the line; null when nothing is.</param>
    /// <returns>Whether it could be read.</returns>
    public static bool TryParse(
        TextReader text,
        [NotNullWhen(true)] out IReadOnlyList<Counter>? counters,
        [NotNullWhen(false)] out string? error)
    {
        counters = null;
        var found = new List<Counter>();
        var names = new HashSet<string>();
        for (int number = 1; text.ReadLine() is { } line; number++)
        {
            string[] fields = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (fields.Length != 2 || !ulong.TryParse(fields[1], NumberStyles.None, CultureInfo.InvariantCulture, out ulong value))
            {
                error = $"line {number}: '{line}' is not a name and a number";
                return false;
            }

            if (!names.Add(fields[0]))
            {
                error = $"line {number}: '{fields[0]}' stands there twice";
                return false;
            }

            found.Add(new Counter(fields[0], value));
        }

        counters = found;
        error = null;
        return true;
    }
}
