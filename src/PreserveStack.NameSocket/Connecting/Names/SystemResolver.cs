// SPDX-License-Identifier: MIT
using System.Net;
using System.Net.Sockets;

namespace PreserveStack.NameSocket.Connecting.Names;

/// <summary>The resolver of the system, with all that /etc/nsswitch.conf names.</summary>
internal sealed class SystemResolver : IAddressResolver
{
    /// <inheritdoc/>
    public async Task<IReadOnlyList<IPAddress>> ResolveAsync(string name, AddressFamily family, CancellationToken cancellationToken)
    {
        // The C library cannot be interrupted; whoever cancels does not wait for it.
        IPAddress[] addresses = await Dns.GetHostAddressesAsync(name, family, cancellationToken).WaitAsync(cancellationToken)
            .ConfigureAwait(false);
        return addresses;
    }
}
