// SPDX-License-Identifier: MIT
using System.Net;

namespace PreserveStack.Cli.Sessions;

/// <summary>Endpoints as users know them.</summary>
internal static class EndPointText
{
    /// <summary>Writes one; that of an IPv4 connection of a socket for both families as IPv4.</summary>
    public static string? Of(EndPoint? endPoint) => endPoint switch
    {
        IPEndPoint { Address.IsIPv4MappedToIPv6: true } mapped => new IPEndPoint(mapped.Address.MapToIPv4(), mapped.Port).ToString(),
        null => null,
        _ => endPoint.ToString(),
    };
}
