// SPDX-License-Identifier: MIT
using System.Net;
using System.Net.Sockets;

namespace PreserveStack.Lab.Topologies;

/// <summary>A line for "ip -batch".</summary>
/// <param name="Family">The family it needs; null for both.</param>
/// <param name="Text">The line.</param>
internal readonly record struct IpLine(AddressFamily? Family, string Text)
{
    /// <summary>A line about an address.</summary>
    public static IpLine Of(IPAddress address, string text) => new(address.AddressFamily, text);

    /// <summary>A line that has no family.</summary>
    public static IpLine Any(string text) => new(null, text);
}

/// <summary>Lines for "ip" in one host: a process per family, not one per line.</summary>
internal static class IpBatch
{
    /// <summary>Each command with its lines. Lines without a family come first.</summary>
    public static IEnumerable<(string Command, IReadOnlyList<string> Lines)> Commands(string host, IEnumerable<IpLine> lines)
    {
        var all = lines.ToList();
        var families = all.Where(line => line.Family is not null).Select(line => line.Family!.Value).Distinct().ToList();
        if (families.Count == 0 && all.Count > 0)
        {
            families.Add(AddressFamily.InterNetworkV6);
        }

        for (var i = 0; i < families.Count; i++)
        {
            var family = families[i];
            var own = all.Where(line => line.Family == family);
            var texts = i == 0 ? all.Where(line => line.Family is null).Concat(own) : own;
            var option = family == AddressFamily.InterNetwork ? "-4" : "-6";
            yield return ($"ip {option} -n {host} -batch -", [.. texts.Select(line => line.Text)]);
        }
    }
}
