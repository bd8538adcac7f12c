// SPDX-License-Identifier: MIT
using System.Net;
using System.Net.Sockets;

namespace PreserveStack.NameSocket;

/// <summary>Dials a host name and a service.</summary>
internal sealed class NameDialer(string host, string service, TimeProvider time) : IDialer
{
    /// <inheritdoc/>
    public async ValueTask<Socket> DialAsync(CancellationToken ct)
    {
        var port = ServiceNames.PortOf(service);
        IPAddress[] addresses;
        try
        {
            addresses = IPAddress.TryParse(host, out var literal) ? [literal] : await Dns.GetHostAddressesAsync(host, ct).ConfigureAwait(false);
        }
        catch (SocketException e)
        {
            throw new DialException($"'{host}' has no address: {e.Message}", e);
        }

        return await EndPointRace.ConnectAsync([.. addresses.Select(a => new IPEndPoint(a, port))], time, ct).ConfigureAwait(false);
    }
}
