// SPDX-License-Identifier: MIT
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;

namespace PreserveStack.Module.Masking;

/// <summary>
/// Puts pseudonyms in the place of IP addresses, hardware addresses, and the names of this host and of its users, wherever a
/// text has them: one object for all texts of a report, so that the same thing has the same pseudonym everywhere. Ports,
/// names of interfaces and of programs stay.
/// </summary>
/// <param name="addresses">Pseudonyms of addresses.</param>
/// <param name="hostNames">Names of this host.</param>
/// <param name="userNames">Names of users that are known; those of home directories are found.</param>
internal sealed partial class TextMask(AddressMask addresses, IEnumerable<string> hostNames, IEnumerable<string> userNames)
{
    private const int HardwareGroups = 6;

    private readonly Regex? _hostNames = AnyOf(hostNames);
    private readonly Regex? _userNames = AnyOf(userNames);
    private readonly Dictionary<string, string> _users = new(StringComparer.Ordinal);

    /// <summary>The text with pseudonyms.</summary>
    public string Mask(string text)
    {
        text = HomeFolder().Replace(text, match => $"{match.Groups["before"].Value}{User(match.Groups["name"].Value)}");
        text = _userNames?.Replace(text, match => User(match.Value)) ?? text;
        text = _hostNames?.Replace(text, "host") ?? text;
        text = RawMatch().Replace(text, line => Number().Replace(line.Value, "0x[masked]"));
        text = LongNumber().Replace(text, "0x[masked]");
        text = Register().Replace(text, "${name}[masked]");
        text = BareHardware().Replace(text, match => match.Groups["before"].Value + Bare(match.Groups["bytes"].Value));
        return Candidate().Replace(text, match => Address(text, match));
    }

    private static Regex? AnyOf(IEnumerable<string> names)
    {
        string[] known = [.. names.Where(name => name.Length > 1).Distinct().OrderByDescending(name => name.Length).Select(Regex.Escape)];
        return known.Length == 0 ? null : new Regex($@"(?<!\w)(?:{string.Join('|', known)})(?!\w)", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);
    }

    private string User(string name)
    {
        if (!_users.TryGetValue(name, out string? pseudonym))
        {
            pseudonym = string.Create(CultureInfo.InvariantCulture, $"user{_users.Count + 1}");
            _users.Add(name, pseudonym);
        }

        return pseudonym;
    }

    private string Address(string text, Match match)
    {
        string run = match.Groups["run"].Value;
        string length = match.Groups["length"].Value;
        // Punctuation around: "key:address", "address." and "address:".
        int start = run.Length - run.TrimStart('.').Length;
        if (run[start..] is [':', not ':', ..])
        {
            start++;
        }

        bool insideWord = start == 0 && match.Index > 0 && (char.IsLetterOrDigit(text[match.Index - 1]) || text[match.Index - 1] == '_');
        int end = run.TrimEnd('.').Length;
        if (end > start + 1 && run[end - 1] == ':' && run[end - 2] != ':')
        {
            end--;
        }

        if (end <= start)
        {
            return match.Value;
        }

        string core = run[start..end];
        string? masked = core.Contains(':') ? WithColons(core, length, insideWord) : insideWord ? null : Ipv4(core, length);
        return masked is null ? match.Value : run[..start] + masked + run[end..] + length;
    }

    private string? WithColons(string core, string length, bool insideWord)
    {
        if (Hardware(core) is { } hardware)
        {
            return hardware;
        }

        // "12.00:11:22:33:44:55" is the identifier of a bridge, "192.0.2.1:80" has a port.
        int dot = core.IndexOf('.', StringComparison.Ordinal);
        if (dot > 0 && Hardware(core[(dot + 1)..]) is { } bridge)
        {
            return core[..(dot + 1)] + bridge;
        }

        int last = core.LastIndexOf(':');
        if (dot > 0 && !insideWord && Ipv4(core[..last], "") is { } withPort)
        {
            return withPort + core[last..];
        }

        // The end of a word before, as in "node:2001:db8::1", looks like a part of the address.
        int first = insideWord ? core.IndexOf(':', StringComparison.Ordinal) + 1 : 0;
        for (int from = first; from < core.Length; from++)
        {
            if ((from == 0 || core[from - 1] == ':')
                && IPAddress.TryParse(core[from..], out IPAddress? address)
                && address.AddressFamily == AddressFamily.InterNetworkV6)
            {
                return core[..from] + Pseudonym(address, length);
            }
        }

        return null;
    }

    private string? Ipv4(string core, string length) =>
        core.Split('.') is { Length: 4 } parts && parts.All(part => part.Length is >= 1 and <= 3)
            && IPAddress.TryParse(core, out IPAddress? address)
            ? Pseudonym(address, length)
            : null;

    private string Pseudonym(IPAddress address, string length)
    {
        int most = address.AddressFamily == AddressFamily.InterNetwork ? 32 : 128;
        return int.TryParse(length.AsSpan(length.Length > 0 ? 1 : 0), NumberStyles.None, CultureInfo.InvariantCulture, out int bits) && bits <= most
            ? addresses.MaskNetwork(address, bits).ToString()
            : addresses.Mask(address).ToString();
    }

    private string? Hardware(string core)
    {
        string[] groups = core.Split(':');
        if (groups.Length < HardwareGroups || groups.Any(group => group.Length is < 1 or > 2 || group.Contains('.'))
            || (groups.Length == 8 && groups.Any(group => group.Length != 2)))
        {
            return null;
        }

        byte[] bytes = [.. groups.Select(group => byte.Parse(group, NumberStyles.HexNumber, CultureInfo.InvariantCulture))];
        return string.Join(':', addresses.MaskHardware(bytes).Select(part => part.ToString("x2", CultureInfo.InvariantCulture)));
    }

    private string Bare(string hexadecimal) => hexadecimal.Length % 2 == 0
        ? Convert.ToHexStringLower(addresses.MaskHardware(Convert.FromHexString(hexadecimal)))
        : "[masked]";

    [GeneratedRegex(@"(?<run>[0-9A-Fa-f]*[:.][0-9A-Fa-f:.]*)(?<length>/\d{1,3}(?!\d))?")]
    private static partial Regex Candidate();

    [GeneratedRegex(@"(?<before>/home/)(?<name>[^/\s""':,;()]+)")]
    private static partial Regex HomeFolder();

    // A hardware address without colons: in the name of an interface, and as the identifier of a switch or a MACsec channel.
    [GeneratedRegex(@"(?<before>\b(?:en|wl|ww)x)(?<bytes>[0-9a-f]{12})\b|(?<before>\b(?:phys_switch_id|phys_port_id|switchid|portid|sci)\s+)(?<bytes>[0-9a-f]+)")]
    private static partial Regex BareHardware();

    // Rules that compare bytes of headers.
    [GeneratedRegex(@"^.*@(?:ll|nh|th|ih),\d.*$", RegexOptions.Multiline)]
    private static partial Regex RawMatch();

    [GeneratedRegex(@"0x[0-9A-Fa-f]+")]
    private static partial Regex Number();

    [GeneratedRegex(@"0x[0-9A-Fa-f]{9,}")]
    private static partial Regex LongNumber();

    // What processor and stack held when the kernel complained.
    [GeneratedRegex(@"(?<name>\b(?:R[A-Z0-9]{2}|CR\d): )[0-9a-f]{16}\b|(?<name>\b(?:Code|Stack): ?)[0-9a-f <>]+$", RegexOptions.Multiline)]
    private static partial Regex Register();
}
