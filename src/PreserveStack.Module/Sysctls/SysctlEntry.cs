// SPDX-License-Identifier: MIT
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace PreserveStack.Module.Sysctls;

/// <summary>What there is to know about one setting of the module.</summary>
/// <param name="Key">Its name below net.preserve, as sysctl prints it: levels are separated by '.'.</param>
/// <param name="Unit">Unit of the value; empty for a plain number.</param>
/// <param name="Minimum">The least value the kernel takes; of a list, how many words.</param>
/// <param name="Maximum">The greatest value the kernel takes; of a list, how many words.</param>
/// <param name="Default">The value after the module is loaded.</param>
/// <param name="Summary">One line.</param>
/// <param name="Details">When to change it, and what special values mean.</param>
public sealed record SysctlEntry(string Key, string Unit, uint Minimum, uint Maximum, string Default, string Summary, string Details)
{
    /// <summary>Words that a list takes at most.</summary>
    public const uint MaxWords = 16;

    private const int MaxDeviceName = 15;
    private const int MaxPriority = 127;
    private static readonly char[] Separators = [' ', '\t', '\n', ','];

    /// <summary>A whole number.</summary>
    public SysctlEntry(string key, string unit, uint minimum, uint maximum, uint @default, string summary, string details)
        : this(key, unit, minimum, maximum, @default.ToString(CultureInfo.InvariantCulture), summary, details)
    {
    }

    /// <summary>A list.</summary>
    public SysctlEntry(string key, SysctlKind kind, string @default, string summary, string details)
        : this(key, "", 0, MaxWords, @default, summary, details) => Kind = kind;

    /// <summary>What its value is.</summary>
    public SysctlKind Kind { get; }

    /// <summary>Its file below /proc/sys/net/preserve.</summary>
    public string Path => Key.Replace('.', '/');

    /// <summary>Whether it switches a part of the module on and off, and others are of no effect while it is 0.</summary>
    public bool IsSwitch => Key.Split('.')[^1] == "enabled";

    /// <summary>Whether other network namespaces take no more than the initial one has.</summary>
    public bool IsCapped { get; init; }

    /// <summary>What it takes, in words.</summary>
    public string Takes => Kind switch
    {
        SysctlKind.Devices => $"up to {Maximum} names of network devices, '*' or 'default', with blanks or commas between",
        SysctlKind.Names => $"up to {Maximum} names of network devices, with blanks or commas between",
        SysctlKind.Priorities => $"up to {Maximum} network devices NAME:PRIORITY, each once, with priorities from 0 to {MaxPriority}, and blanks or commas between",
        SysctlKind.Prefixes => $"up to {Maximum} prefixes ADDR/LEN, with blanks or commas between",
        SysctlKind.Ports => $"up to {Maximum} ports PORT or LOW-HIGH, with blanks or commas between",
        SysctlKind.Marks => $"up to {Maximum} marks VALUE or VALUE/MASK, with blanks or commas between",
        _ => $"a whole number from {Minimum} to {Maximum}" + (Unit.Length == 0 ? "" : $" ({Unit})"),
    };

    /// <summary>Reads a number and checks it against the bounds.</summary>
    /// <param name="text">A decimal number, or hexadecimal with 0x.</param>
    /// <exception cref="ValueOutOfBoundsException">No number, or out of bounds.</exception>
    public uint Parse(string text) =>
        TryParseNumber(text, out uint value) && value >= Minimum && value <= Maximum ? value : throw new ValueOutOfBoundsException(this, text);

    /// <summary>Checks a value, and writes it as the kernel shows it.</summary>
    /// <param name="text">A number, or a list with blanks or commas between its words.</param>
    /// <exception cref="ValueOutOfBoundsException">The kernel would not take it.</exception>
    public string Normalize(string text)
    {
        if (Kind == SysctlKind.Number)
        {
            return Parse(text).ToString(CultureInfo.InvariantCulture);
        }

        string?[] words = [.. text.Split(Separators, StringSplitOptions.RemoveEmptyEntries).Select(NormalizeWord)];
        return words.Length <= Maximum && !words.Contains(null) && (Kind != SysctlKind.Priorities || AreDistinct(words)) ? string.Join(' ', words) : throw new ValueOutOfBoundsException(this, text);
    }

    // Null when the kernel would not take it.
    private string? NormalizeWord(string word) => Kind switch
    {
        SysctlKind.Devices or SysctlKind.Names => IsDevice(word) ? word : null,
        SysctlKind.Priorities => NormalizePriority(word),
        SysctlKind.Prefixes => IsPrefix(word) ? IPNetwork.Parse(word).ToString() : null,
        SysctlKind.Ports => NormalizePorts(word),
        _ => NormalizeMark(word),
    };

    // As the kernel's dev_valid_name().
    private static bool IsDevice(string word) =>
        word.Length is > 0 and <= MaxDeviceName && word is not ("." or "..") && !word.Any(character => character is '/' or ':' || char.IsWhiteSpace(character));

    private static string? NormalizePriority(string word)
    {
        string[] parts = word.Split(':');
        return parts.Length == 2 && IsDevice(parts[0]) && byte.TryParse(parts[1], NumberStyles.None, null, out byte priority) && priority <= MaxPriority
            ? $"{parts[0]}:{priority}"
            : null;
    }

    // A device has one priority.
    private static bool AreDistinct(string?[] words) => words.DistinctBy(word => word?.Split(':')[0]).Count() == words.Length;

    // Without bits behind the prefix, as the kernel wants it.
    private static bool IsPrefix(string word) =>
        IPNetwork.TryParse(word, out IPNetwork network) && network.BaseAddress.AddressFamily == AddressFamily.InterNetworkV6
        && IPAddress.Parse(word.Split('/')[0]).Equals(network.BaseAddress);

    private static string? NormalizePorts(string word)
    {
        string[] ends = word.Split('-');
        return ends.Length <= 2
            && ushort.TryParse(ends[0], NumberStyles.None, null, out ushort low) && ushort.TryParse(ends[^1], NumberStyles.None, null, out ushort high)
            && low <= high
                ? low == high ? $"{low}" : $"{low}-{high}"
                : null;
    }

    // Without bits outside of the mask.
    private static string? NormalizeMark(string word)
    {
        string[] parts = word.Split('/');
        uint mask = uint.MaxValue;
        return parts.Length <= 2 && TryParseNumber(parts[0], out uint value) && (parts.Length == 1 || TryParseNumber(parts[1], out mask))
            && (value & ~mask) == 0
                ? mask == uint.MaxValue ? $"0x{value:x}" : $"0x{value:x}/0x{mask:x}"
                : null;
    }

    private static bool TryParseNumber(string text, out uint value) =>
        text.StartsWith("0x", StringComparison.OrdinalIgnoreCase)
            ? uint.TryParse(text.AsSpan(2), NumberStyles.AllowHexSpecifier, null, out value)
            : uint.TryParse(text, NumberStyles.None, null, out value);
}
