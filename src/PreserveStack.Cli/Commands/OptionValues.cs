// SPDX-License-Identifier: MIT
using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace PreserveStack.Cli.Commands;

/// <summary>
/// Parsers of what options take. What does not parse, or is out of bounds, is refused in one line that names the option and
/// says what it takes; nothing is read from it.
/// </summary>
internal static class OptionValues
{
    /// <summary>The longest time that timers take, in seconds: 24 days.</summary>
    public const int LongestS = int.MaxValue / 1000;

    /// <summary>A whole number, decimal.</summary>
    public static Func<ArgumentResult, int> Whole(int least, int most = int.MaxValue) => result => ReadWhole(result, least, most);

    /// <summary>The same for an option without a default.</summary>
    public static Func<ArgumentResult, int?> WholeIfGiven(int least, int most = int.MaxValue) => result => ReadWhole(result, least, most);

    /// <summary>A number from 0 on with or without decimal places, as in 0.5.</summary>
    public static Func<ArgumentResult, double> Number(int most) => result =>
    {
        if (double.TryParse(TextOf(result), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double number) && number <= most)
        {
            return number;
        }

        Refuse(result, $"takes a number from 0 to {most}, such as 0.5");
        return 0;
    };

    /// <summary>Words separated by commas, at least one.</summary>
    public static string[] Words(ArgumentResult result)
    {
        string[] words = [.. result.Tokens.SelectMany(token =>
            token.Value.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))];
        if (words.Length == 0)
        {
            Refuse(result, "takes at least one name");
        }

        return words;
    }

    /// <summary>An empty word where one value is asked for names nothing.</summary>
    /// <returns>What is wrong with it, or null.</returns>
    public static string? EmptyWord(ParseResult parsed)
    {
        string? name = parsed.CommandResult.Children
            .Where(result => result.Tokens.Any(token => token.Value.Length == 0))
            .Select(result => result switch
            {
                OptionResult { Option: { } option } when option.ValueType == typeof(string) => option.Name,
                ArgumentResult { Argument: { } argument } when argument.ValueType == typeof(string) => argument.Name,
                _ => null,
            })
            .FirstOrDefault(found => found is not null);
        return name is null ? null : $"{name} takes a value, not ''";
    }

    private static int ReadWhole(ArgumentResult result, int least, int most)
    {
        if (int.TryParse(TextOf(result), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int number) && number >= least && number <= most)
        {
            return number;
        }

        Refuse(result, most == int.MaxValue ? $"takes a whole number from {least} up" : $"takes a whole number from {least} to {most}");
        return least;
    }

    private static string TextOf(ArgumentResult result) => result.Tokens[0].Value;

    private static void Refuse(ArgumentResult result, string what)
    {
        string name = result.Parent is OptionResult option ? option.Option.Name : result.Argument.Name;
        result.AddError($"{name} {what}, not '{TextOf(result)}'");
    }
}
