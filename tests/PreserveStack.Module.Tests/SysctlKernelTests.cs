// SPDX-License-Identifier: MIT
using System.Globalization;
using System.Text.RegularExpressions;
using PreserveStack.Module.Sysctls;
using Xunit;

namespace PreserveStack.Module.Tests;

/// <summary>Compares the catalog with the tables of kmod/ctl/ctl.c.</summary>
public partial class SysctlKernelTests
{
    private static readonly string Folder = Path.Combine(Checkout.Root, "kmod");
    private static readonly string Source = File.ReadAllText(Path.Combine(Folder, "ctl", "ctl.c"));

    public static TheoryData<string> Bounded => [.. Entry().Matches(Source).Where(match => match.Groups["low"].Success).Select(KeyOf)];

    public static TheoryData<string> Keys => [.. SysctlCatalog.Entries.Select(entry => entry.Key)];

    [Fact]
    public void The_kernel_module_has_exactly_these_settings() =>
        Assert.Equal(SysctlCatalog.Entries.Select(entry => entry.Key).Order(), Entry().Matches(Source).Select(KeyOf).Order());

    [Theory]
    [MemberData(nameof(Bounded))]
    public void The_kernel_module_has_the_same_bounds(string key)
    {
        Match match = Entry().Matches(Source).Single(match => KeyOf(match) == key);
        SysctlEntry entry = SysctlCatalog.Find(key);
        Assert.Equal(entry.Minimum, Number(match.Groups["low"].Value));
        Assert.Equal(entry.Maximum, Number(match.Groups["high"].Value));
    }

    [Theory]
    [MemberData(nameof(Keys))]
    public void The_kernel_module_has_the_same_defaults(string key)
    {
        SysctlEntry entry = SysctlCatalog.Find(key);
        Match match = Regex.Match(Source, $@"^\t\.{entry.Key.Replace('.', '_')} = (\w+),$", RegexOptions.Multiline);
        Assert.Equal(entry.Default, match.Success ? Number(match.Groups[1].Value) : 0);
    }

    private static string KeyOf(Match match)
    {
        string prefix = match.Groups["kind"].Value == "OWN" ? match.Groups["field"].Value[..^match.Groups["key"].Length] : $"{match.Groups["kind"].Value.ToLowerInvariant()}_";
        string directory = prefix is "" or "uint_" ? "" : $"{prefix.TrimEnd('_')}.";
        return directory + match.Groups["key"].Value;
    }

    // A number, one of the kernel's constants, one of the file's, or a macro of a header.
    private static uint Number(string text) => text switch
    {
        "SYSCTL_ZERO" => 0,
        "SYSCTL_ONE" => 1,
        ['&', ..] => Number(Regex.Match(Source, $@"unsigned int {text[1..]} = ([^;]+);").Groups[1].Value),
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

    // UINT_ENTRY(key, low, high), DIRECTORY_ENTRY(key, low, high), OWN_ENTRY(key, field, handler).
    [GeneratedRegex(@"^\t(?:(?<kind>OWN)_ENTRY\((?<key>\w+), ?(?<field>\w+), \w+\)|(?<kind>[A-Z]+)_ENTRY\((?<key>\w+), (?<low>[&\w]+),\s+(?<high>[&\w]+)\)),", RegexOptions.Multiline)]
    private static partial Regex Entry();
}
