// SPDX-License-Identifier: MIT
using System.Globalization;
using System.Text.RegularExpressions;
using PreserveStack.Module.Sysctls;
using Xunit;

namespace PreserveStack.Module.Tests;

/// <summary>Compares the catalog with the tables of kmod/ctl/ctl.c and kmod/paths/ctl.c.</summary>
public partial class SysctlKernelTests
{
    private static readonly string Folder = Path.Combine(Checkout.Root, "kmod");
    private static readonly string Source = string.Concat(new[] { "ctl", "paths" }.Select(folder => File.ReadAllText(Path.Combine(Folder, folder, "ctl.c"))));

    public static TheoryData<string> Keys => [.. SysctlCatalog.Entries.Where(entry => entry.Kind == SysctlKind.Number).Select(entry => entry.Key)];

    [Fact]
    public void The_kernel_module_has_exactly_these_settings() =>
        Assert.Equal(SysctlCatalog.Entries.Select(entry => entry.Key).Order(), Entry().Matches(Source).Concat(List().Matches(Source)).Select(KeyOf).Order());

    [Theory]
    [MemberData(nameof(Keys))]
    public void The_kernel_module_has_the_same_bounds(string key)
    {
        Match match = Entry().Matches(Source).Single(match => KeyOf(match) == key);
        SysctlEntry entry = SysctlCatalog.Find(key);
        Assert.Equal(entry.Minimum, Number(match.Groups["low"].Value));
        Assert.Equal(entry.Maximum, Number(match.Groups["high"].Value));
        Assert.Equal(entry.IsCapped, match.Groups["capped"].Success);
    }

    [Theory]
    [MemberData(nameof(Keys))]
    public void The_kernel_module_has_the_same_defaults(string key)
    {
        SysctlEntry entry = SysctlCatalog.Find(key);
        Match match = Regex.Match(Source, $@"^\t\.{entry.Key.Replace('.', '_')} = (\w+),$", RegexOptions.Multiline);
        Assert.Equal(entry.Default, $"{(match.Success ? Number(match.Groups[1].Value) : 0)}");
    }

    private static string KeyOf(Match match)
    {
        string directory = match.Groups["directory"].Value.ToLowerInvariant();
        return directory.Length == 0 ? match.Groups["key"].Value : $"{directory}.{match.Groups["key"].Value}";
    }

    // A number, or a macro or an enumerator of a header.
    private static uint Number(string text) => text switch
    {
        [.. var name, ' ', '-', ' ', '1'] => Number(name) - 1,
        ['0', 'x', ..] => Convert.ToUInt32(text, 16),
        [>= '0' and <= '9', ..] => uint.Parse(text, CultureInfo.InvariantCulture),
        _ => Macro(text) ?? Enumerator(text),
    };

    private static IEnumerable<string> Headers => Directory.GetFiles(Folder, "*.h", SearchOption.AllDirectories).Select(File.ReadAllText);

    private static uint? Macro(string name) => Headers
        .Select(header => Regex.Match(header, $@"^#define {name}\s+(\d+)", RegexOptions.Multiline))
        .Where(match => match.Success)
        .Select(match => (uint?)Number(match.Groups[1].Value))
        .FirstOrDefault();

    private static uint Enumerator(string name) => (uint)Headers
        .SelectMany(header => Regex.Matches(header, @"^enum \w+ \{([^}]*)\}", RegexOptions.Multiline))
        .Select(match => Regex.Matches(match.Groups[1].Value, @"^\t(\w+),", RegexOptions.Multiline).Select(line => line.Groups[1].Value).ToList())
        .Single(names => names.Contains(name))
        .IndexOf(name);

    [GeneratedRegex(@"^\tLIST\((?<key>\w+)\),", RegexOptions.Multiline)]
    private static partial Regex List();

    // SETTING(key, low, high) or DIRECTORY_SETTING(key, low, high), and what else there is to it.
    [GeneratedRegex(@"^\t(?:(?<directory>[A-Z]+)_)?SETTING\((?<key>\w+), (?<low>\w+), (?<high>\w+(?: - 1)?)(?<capped>, \.capped = true)?(?:, \.apply = \w+)?\),", RegexOptions.Multiline)]
    private static partial Regex Entry();
}
