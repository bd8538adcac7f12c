// SPDX-License-Identifier: MIT
using System.Globalization;

namespace PreserveStack.NameSocket;

/// <summary>Ports of services, by number or by their names in services(5).</summary>
internal static class ServiceNames
{
    private const string Database = "/etc/services";

    /// <summary>The port of a service.</summary>
    /// <exception cref="ArgumentException">It is neither a number from 0 to 65535 nor a known TCP service.</exception>
    internal static int PortOf(string service)
    {
        if (ushort.TryParse(service, NumberStyles.None, CultureInfo.InvariantCulture, out var port))
        {
            return port;
        }

        return File.Exists(Database) && TryFind(File.ReadLines(Database), service, out port)
            ? port
            : throw new ArgumentException($"'{service}' is neither a port nor a TCP service in {Database}", nameof(service));
    }

    internal static bool TryFind(IEnumerable<string> lines, string service, out ushort port)
    {
        port = 0;
        foreach (var line in lines)
        {
            var words = line.Split('#')[0].Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
            if (words.Length >= 2 && words[1].EndsWith("/tcp", StringComparison.Ordinal)
                && (words[0] == service || words.Skip(2).Contains(service))
                && ushort.TryParse(words[1].AsSpan(0, words[1].Length - 4), NumberStyles.None, CultureInfo.InvariantCulture, out port))
            {
                return true;
            }
        }

        return false;
    }
}
