// SPDX-License-Identifier: MIT
using System.Globalization;

namespace PreserveStack.Lab.Topologies;

/// <summary>Reads quantities as people write them.</summary>
internal static class Units
{
    private static readonly (string Suffix, double Factor)[] Rates = [("gbit", 1e9), ("mbit", 1e6), ("kbit", 1e3), ("bit", 1)];

    private static readonly (string Suffix, double Factor)[] Times =
        [("min", 60_000_000), ("ms", 1000), ("us", 1), ("s", 1_000_000)];

    /// <summary>Bits per second.</summary>
    public static bool TryRate(string text, out long bits)
    {
        bits = 0;
        return text == "0" || (TrySuffixed(text, Rates, out var value) && (bits = (long)value) >= 1000);
    }

    /// <summary>Whole microseconds.</summary>
    public static bool TryDuration(string text, out TimeSpan duration)
    {
        duration = TimeSpan.Zero;
        if (text == "0")
        {
            return true;
        }

        if (!TrySuffixed(text, Times, out var microseconds))
        {
            return false;
        }

        duration = TimeSpan.FromMicroseconds(Math.Round(microseconds));
        return true;
    }

    /// <summary>0 to 100.</summary>
    public static bool TryPercent(string text, out double percent)
        => TryNumber(text.EndsWith('%') ? text[..^1] : text, out percent) && percent <= 100;

    private static bool TrySuffixed(string text, (string Suffix, double Factor)[] suffixes, out double value)
    {
        value = 0;
        foreach (var (suffix, factor) in suffixes)
        {
            if (text.EndsWith(suffix, StringComparison.Ordinal))
            {
                var read = TryNumber(text[..^suffix.Length], out var number);
                value = number * factor;
                return read && value < 1e15;
            }
        }

        return false;
    }

    private static bool TryNumber(string text, out double number)
        => double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out number) && double.IsFinite(number);
}
