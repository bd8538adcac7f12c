// SPDX-License-Identifier: MIT
using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace PreserveStack.NameSocket.Connecting.Names;

/// <summary>The TCP services of a file such as /etc/services (services(5)).</summary>
internal sealed class ServiceTable
{
    private readonly Dictionary<string, int> _ports = new(StringComparer.Ordinal);

    private ServiceTable()
    {
    }

    /// <summary>Reads a file. Lines that are not understood are passed over, as the C library does.</summary>
    public static bool TryParse(string path, [NotNullWhen(true)] out ServiceTable? table, [NotNullWhen(false)] out string? error)
    {
        table = null;
        error = null;
        try
        {
            var read = new ServiceTable();
            foreach (string line in File.ReadLines(path))
            {
                read.Add(line);
            }

            table = read;
            return true;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            error = exception.Message;
            return false;
        }
    }

    /// <summary>The port of a service, by its name or an alias; letter case counts.</summary>
    public bool TryFind(string name, out int port) => _ports.TryGetValue(name, out port);

    // "name port/protocol alias..."; the first line with a name counts.
    private void Add(string line)
    {
        int comment = line.IndexOf('#', StringComparison.Ordinal);
        string[] fields = (comment < 0 ? line : line[..comment]).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        if (fields.Length < 2 || !fields[1].EndsWith("/tcp", StringComparison.Ordinal) || !TryParsePort(fields[1][..^4], out int port))
        {
            return;
        }

        _ports.TryAdd(fields[0], port);
        foreach (string alias in fields.AsSpan(2))
        {
            _ports.TryAdd(alias, port);
        }
    }

    /// <summary>A port number, 1 to 65535, in plain digits.</summary>
    public static bool TryParsePort(string text, out int port) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out port) && port is >= 1 and <= ushort.MaxValue;
}
