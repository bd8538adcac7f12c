// SPDX-License-Identifier: MIT
using System.Net;
using System.Net.Sockets;

namespace PreserveStack.NameSocket.Connecting.Names;

/// <summary>The resolver of the system, with all that /etc/nsswitch.conf names.</summary>
internal sealed class SystemResolver : IAddressResolver
{
    // What is longer does not exist, and .NET takes it for a programming error.
    private const int MaxName = 255;

    /// <inheritdoc/>
    public async Task<IReadOnlyList<IPAddress>> ResolveAsync(string name, AddressFamily family, CancellationToken cancellationToken)
    {
        if (name.Length > MaxName)
        {
            throw new SocketException((int)SocketError.HostNotFound);
        }

        // The C library cannot be interrupted; whoever cancels does not wait for it.
        IPAddress[] addresses = await Dns.GetHostAddressesAsync(name, family, cancellationToken).WaitAsync(cancellationToken)
            .ConfigureAwait(false);
        return addresses;
    }
}
