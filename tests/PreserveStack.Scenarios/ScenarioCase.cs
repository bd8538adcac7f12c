// SPDX-License-Identifier: MIT
namespace PreserveStack.Scenarios;

/// <summary>One way to run a scenario: a line "# case:" in its script.</summary>
/// <param name="Arguments">NAME=VALUE with a name in capitals: variables of the script.</param>
/// <param name="Parameters">name=value: parameters of the topology.</param>
/// <param name="PlainHosts">plain=HOST: hosts in which the module stays off.</param>
public sealed record ScenarioCase(
    IReadOnlyList<string> Arguments, IReadOnlyDictionary<string, string> Parameters, IReadOnlyList<string> PlainHosts)
{
    private const string Plain = "plain";

    /// <summary>The only case of a script without such lines.</summary>
    public static ScenarioCase Default { get; } = Parse("");

    /// <summary>What distinguishes it from other cases; empty for the only one.</summary>
    public string Name => string.Join(' ', PlainHosts.Select(host => $"{Plain}={host}")
        .Concat(Parameters.Select(parameter => $"{parameter.Key}={parameter.Value}"))
        .Concat(Arguments));

    /// <summary>Reads what follows "# case:".</summary>
    public static ScenarioCase Parse(string text)
    {
        var settings = text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(Setting).ToList();
        return new ScenarioCase(
            [.. settings.Where(setting => char.IsUpper(setting.Key[0])).Select(setting => $"{setting.Key}={setting.Value}")],
            settings.Where(setting => !char.IsUpper(setting.Key[0]) && setting.Key != Plain).ToDictionary(),
            [.. settings.Where(setting => setting.Key == Plain).Select(setting => setting.Value)]);
    }

    private static KeyValuePair<string, string> Setting(string word)
        => word.Split('=', 2) is [{ Length: > 0 } name, { } value]
            ? KeyValuePair.Create(name, value)
            : throw new FormatException($"'{word}' in a case of a scenario is not NAME=VALUE");
}
