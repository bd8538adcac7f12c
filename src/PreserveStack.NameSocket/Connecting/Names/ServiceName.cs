// SPDX-License-Identifier: MIT
using System.Diagnostics.CodeAnalysis;

namespace PreserveStack.NameSocket.Connecting.Names;

/// <summary>A service of a domain, as SRV records name it.</summary>
/// <param name="Service">The service, such as "ldap".</param>
/// <param name="Domain">The domain, such as "example.com".</param>
internal sealed record ServiceName(string Service, string Domain)
{
    private const string Protocol = "._tcp.";

    /// <summary>Reads "_service._tcp.domain".</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out ServiceName? name)
    {
        int protocol = text.IndexOf(Protocol, StringComparison.OrdinalIgnoreCase);
        bool isService = text.StartsWith('_') && protocol > 1 && protocol + Protocol.Length < text.Length;
        name = isService ? new ServiceName(text[1..protocol], text[(protocol + Protocol.Length)..]) : null;
        return isService;
    }

    /// <summary>The name of the SRV records.</summary>
    public override string ToString() => $"_{Service}{Protocol}{Domain}";
}
