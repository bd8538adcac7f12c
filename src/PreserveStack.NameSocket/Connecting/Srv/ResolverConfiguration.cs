// SPDX-License-Identifier: MIT
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;

namespace PreserveStack.NameSocket.Connecting.Srv;

/// <summary>The name servers, and how they are asked; defaults and bounds are those of resolv.conf(5).</summary>
internal sealed record ResolverConfiguration(IReadOnlyList<IPEndPoint> NameServers, TimeSpan Timeout, int Attempts)
{
    private const int DnsPort = 53;
    private const int MaxNameServers = 3;
    private const int DefaultTimeout = 5;
    private const int MaxTimeout = 30;
    private const int DefaultAttempts = 2;
    private const int MaxAttempts = 5;

    /// <summary>Reads a file; where there is none, a name server on this host is asked, as the C library does.</summary>
    public static ResolverConfiguration Read(string path) => TryParse(path, out ResolverConfiguration? configuration)
        ? configuration
        : new ResolverConfiguration([new IPEndPoint(IPAddress.Loopback, DnsPort)], TimeSpan.FromSeconds(DefaultTimeout), DefaultAttempts);

    /// <summary>Reads a file. Lines that are not understood are passed over, as the C library does.</summary>
    public static bool TryParse(string path, [NotNullWhen(true)] out ResolverConfiguration? configuration)
    {
        configuration = null;
        string[] lines;
        try
        {
            lines = File.ReadAllLines(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return false;
        }

        var servers = new List<IPEndPoint>();
        int timeout = DefaultTimeout;
        int attempts = DefaultAttempts;
        foreach (string[] fields in lines.Select(line => line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)))
        {
            switch (fields)
            {
                case ["nameserver", var text, ..] when servers.Count < MaxNameServers && IPAddress.TryParse(text, out IPAddress? address):
                    servers.Add(new IPEndPoint(address, DnsPort));
                    break;
                case ["options", .. var settings]:
                    timeout = Setting(settings, "timeout:", MaxTimeout) ?? timeout;
                    attempts = Setting(settings, "attempts:", MaxAttempts) ?? attempts;
                    break;
            }
        }

        if (servers.Count == 0)
        {
            servers.Add(new IPEndPoint(IPAddress.Loopback, DnsPort));
        }

        configuration = new ResolverConfiguration(servers, TimeSpan.FromSeconds(timeout), attempts);
        return true;
    }

    private static int? Setting(string[] settings, string name, int most)
    {
        string? text = settings.LastOrDefault(setting => setting.StartsWith(name, StringComparison.Ordinal))?[name.Length..];
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int value) ? Math.Clamp(value, 1, most) : null;
    }
}
