// SPDX-License-Identifier: MIT
namespace PreserveStack.NameSocket.Connecting.Srv;

/// <summary>Looks up SRV records.</summary>
internal interface ISrvResolver
{
    /// <summary>The records of a name such as "_ldap._tcp.example.com".</summary>
    /// <exception cref="DnsException">Nobody gave a usable answer.</exception>
    Task<SrvAnswer> ResolveAsync(string name, CancellationToken cancellationToken);
}
