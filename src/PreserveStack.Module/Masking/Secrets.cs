// SPDX-License-Identifier: MIT
using System.Text.RegularExpressions;

namespace PreserveStack.Module.Masking;

/// <summary>What must never be in a report: settings that are keys are not read, and what looks like a secret in what tools print goes.</summary>
internal static partial class Secrets
{
    private const string LeftOut = "[left out]";

    /// <summary>Whether a file below /proc/sys holds a secret: net.ipv4.tcp_fastopen_key, net.ipv6.conf.*.stable_secret.</summary>
    public static bool IsSetting(string name) =>
        name.EndsWith("_key", StringComparison.Ordinal) || name.EndsWith("_secret", StringComparison.Ordinal);

    /// <summary>The text without them.</summary>
    public static string Remove(string text)
    {
        text = ShownBySs().Replace(text, "${name}" + LeftOut);
        text = Named().Replace(text, "${name}" + LeftOut);
        text = InAddress().Replace(text, "${scheme}" + LeftOut + "@");
        return Key().Replace(text, LeftOut);
    }

    // Keys of TCP-MD5, and tokens of MPTCP, which let join a connection.
    [GeneratedRegex(@"(?<name>\b(?:md5keys|token):)\S+")]
    private static partial Regex ShownBySs();

    // password: some words, "api_key": "text", secret=text
    [GeneratedRegex(
        @"(?<name>[\w.-]*(?:passw(?:or)?d|passphrase|secret|token|private[_-]?key|preshared[_-]?key|psk|api[_-]?key|credential)[\w.-]*[""']?\s*(?:=|:[ \t])[ \t]*).+",
        RegexOptions.IgnoreCase)]
    private static partial Regex Named();

    [GeneratedRegex(@"(?<scheme>\w://)[^/\s@]+@")]
    private static partial Regex InAddress();

    // 32 bytes in base 64: WireGuard's keys.
    [GeneratedRegex(@"(?<![A-Za-z0-9+/])[A-Za-z0-9+/]{42}[AEIMQUYcgkosw048]=(?![A-Za-z0-9+/=])")]
    private static partial Regex Key();
}
