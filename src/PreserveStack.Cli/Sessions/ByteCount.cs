// SPDX-License-Identifier: MIT
using System.CommandLine.Parsing;
using System.Globalization;

namespace PreserveStack.Cli.Sessions;

/// <summary>Numbers of bytes as users write them: 1500, 64k, 10M, 2G. The letters are powers of 1000.</summary>
internal static class ByteCount
{
    private const string Letters = "kMG";

    public static long? Parse(ArgumentResult result)
    {
        string text = result.Tokens[0].Value;
        if (TryParse(text) is { } count)
        {
            return count;
        }

        result.AddError($"'{text}' is not a number of bytes, such as 1500, 64k or 10M");
        return null;
    }

    /// <summary>Reads one from 1 up.</summary>
    /// <returns>Null if it is not one.</returns>
    public static long? TryParse(string text)
    {
        int power = text.Length > 0 ? Letters.IndexOf(text[^1], StringComparison.Ordinal) + 1 : 0;
        string digits = power > 0 ? text[..^1] : text;
        long unit = 1;
        for (int i = 0; i < power; i++)
        {
            unit *= 1000;
        }

        return long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out long count) && count > 0 && count <= long.MaxValue / unit
            ? count * unit
            : null;
    }
}
