// SPDX-License-Identifier: MIT
using System.Net;
using System.Net.Sockets;

namespace PreserveStack.NameSocket.Connecting.Names;

/// <summary>Looks up the addresses of a name.</summary>
internal interface IAddressResolver
{
    /// <summary>The addresses of one family.</summary>
    /// <exception cref="SocketException">
    /// <see cref="SocketError.HostNotFound"/> when there are none; other codes when there was no answer.
    /// </exception>
    Task<IReadOnlyList<IPAddress>> ResolveAsync(string name, AddressFamily family, CancellationToken cancellationToken);
}
