// SPDX-License-Identifier: MIT
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using PreserveStack.NameSocket.Connecting.Names;
using PreserveStack.NameSocket.Connecting.Racing;
using PreserveStack.NameSocket.Connecting.Srv;

namespace PreserveStack.NameSocket.Connecting;

/// <summary>Finds the hosts and ports that a host and a service stand for.</summary>
internal sealed class TargetFinder(NameConnectorOptions options, ISrvResolver srv)
{
    /// <summary>The targets in the order in which they should be tried; at least one.</summary>
    /// <exception cref="NameConnectException">There is none.</exception>
    public async Task<IReadOnlyList<NameTarget>> FindAsync(string host, string service, CancellationToken cancellationToken)
    {
        if (HostText.TryParseAddress(host, out IPAddress? address))
        {
            IReadOnlyList<IPAddress> ipv6 = Only(address, AddressFamily.InterNetworkV6);
            return [new NameTarget(host, Port(service), ipv6, Only(address, AddressFamily.InterNetwork))];
        }

        if (HostText.IsNumeric(host))
        {
            throw new NameConnectException(
                NameConnectFailure.NameNotFound, $"'{host}' is no valid address: check how it is written and that its interface exists");
        }

        if (!ServiceName.TryParse(host, out ServiceName? name))
        {
            bool byNumber = ServiceTable.TryParsePort(service, out _);
            name = options.UseSrv && !byNumber ? new ServiceName(service, host) : null;
        }

        SrvAnswer answer = name is null ? SrvAnswer.None : await AskAsync(name, cancellationToken).ConfigureAwait(false);
        return answer.Records.Count == 0
            ? [new NameTarget(name?.Domain ?? host, Port(service.Length == 0 && name is not null ? name.Service : service))]
            : Targets(name!, answer);
    }

    private static IReadOnlyList<IPAddress> Only(IPAddress address, AddressFamily family) =>
        address.AddressFamily == family ? [address] : [];

    private static IReadOnlyList<NameTarget> Targets(ServiceName name, SrvAnswer answer)
    {
        if (answer.Records.All(record => record.Target.Length == 0))
        {
            throw new NameConnectException(
                NameConnectFailure.ServiceNotOffered,
                $"the domain '{name.Domain}' does not offer the service '{name.Service}': the SRV record of {name} says so");
        }

        return [.. SrvOrder.Sort(answer.Records.Where(record => record.Target.Length > 0), RandomNumberGenerator.GetInt32).Select(Target)];

        NameTarget Target(SrvRecord record)
        {
            answer.Addresses.TryGetValue(record.Target.ToLowerInvariant(), out IReadOnlyList<IPAddress>? addresses);
            return new NameTarget(
                record.Target, record.Port, Of(addresses, AddressFamily.InterNetworkV6), Of(addresses, AddressFamily.InterNetwork));
        }
    }

    // A server may leave out a part, so what did not come with the records is looked up.
    private static IReadOnlyList<IPAddress>? Of(IReadOnlyList<IPAddress>? addresses, AddressFamily family) =>
        addresses?.Where(address => address.AddressFamily == family).ToArray() is { Length: > 0 } found ? found : null;

    private async Task<SrvAnswer> AskAsync(ServiceName name, CancellationToken cancellationToken)
    {
        try
        {
            return await srv.ResolveAsync(name.ToString(), cancellationToken).ConfigureAwait(false);
        }
        catch (DnsException exception)
        {
            throw FailureReport.NoAnswer(name.ToString(), exception.Message, exception);
        }
    }

    private int Port(string service) => ServicePort.Of(service, options.ServicesPath);
}
