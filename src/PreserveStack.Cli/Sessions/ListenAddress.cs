// SPDX-License-Identifier: MIT
using System.Globalization;
using System.Net;

namespace PreserveStack.Cli.Sessions;

/// <summary>What users write for where to listen: SERVICE, or ADDRESS:PORT.</summary>
/// <param name="Address">The address; null if none is given.</param>
/// <param name="Service">A port, or without an address the name of a service.</param>
/// <param name="Text">What was written.</param>
internal sealed record ListenAddress(IPAddress? Address, string Service, string Text)
{
    /// <summary>The port, where only a number is allowed.</summary>
    public ushort Port => ushort.TryParse(Service, NumberStyles.None, CultureInfo.InvariantCulture, out ushort port)
        ? port
        : throw new UsageException($"'{Service}' is not a port: it takes a number from 0 to 65535, 0 for any that is free");

    public static ListenAddress Parse(string text)
    {
        int colon = text.LastIndexOf(':');
        if (colon < 0)
        {
            return new ListenAddress(null, text, text);
        }

        string host = text[..colon];
        bool bracketed = host.StartsWith('[') && host.EndsWith(']');
        string inner = bracketed ? host[1..^1] : host;
        return inner.Contains(':') == bracketed && IPAddress.TryParse(inner, out IPAddress? address)
            ? new ListenAddress(address, text[(colon + 1)..], text)
            : throw new UsageException($"'{text}' is not of the form PORT, 192.0.2.1:PORT or [2001:db8::1]:PORT");
    }
}
