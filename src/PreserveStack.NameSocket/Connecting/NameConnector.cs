// SPDX-License-Identifier: MIT
using System.Net;
using System.Net.Sockets;
using PreserveStack.NameSocket.Connecting.Addresses;
using PreserveStack.NameSocket.Connecting.Names;
using PreserveStack.NameSocket.Connecting.Racing;
using PreserveStack.NameSocket.Connecting.Srv;

namespace PreserveStack.NameSocket.Connecting;

/// <summary>
/// Makes TCP connections to names. All addresses of a name are looked up, IPv6 and IPv4, put into order (RFC 6724) and
/// tried one a little after the other until one answers (Happy Eyeballs, RFC 8305). It may be used from several threads
/// at once.
/// </summary>
public sealed class NameConnector
{
    private readonly RaceSetting _setting;
    private readonly TargetFinder _targets;

    /// <summary>Creates a connector.</summary>
    /// <param name="options">The settings.</param>
    /// <exception cref="ArgumentOutOfRangeException">A setting is out of its range.</exception>
    public NameConnector(NameConnectorOptions options)
        : this(
            options,
            new SystemResolver(),
            new DnsClient(options),
            new KernelSourceAddresses(),
            new SocketConnector(options.ConfigureSocket))
    {
    }

    internal NameConnector(
        NameConnectorOptions options,
        IAddressResolver resolver,
        ISrvResolver srv,
        ISourceAddresses sources,
        ISocketConnector connector)
    {
        options.Validate();
        _setting = new RaceSetting(options, resolver, sources, connector);
        _targets = new TargetFinder(options, srv);
    }

    /// <summary>Connects to a service of a host.</summary>
    /// <param name="host">
    /// A name; or an address, IPv6 ones with or without brackets and with a scope where needed ("fe80::1%eth0"); or
    /// "_service._tcp.domain" for what the SRV records of a domain name (RFC 2782).
    /// </param>
    /// <param name="service">
    /// A port number, or the name of a service in /etc/services. May be empty when <paramref name="host"/> names it.
    /// </param>
    /// <param name="ct">Ends the attempts; all their sockets are closed.</param>
    /// <returns>A connected socket that belongs to the caller.</returns>
    /// <exception cref="NameConnectException">No address could be found or connected to.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="ct"/> was cancelled.</exception>
    public Task<Socket> ConnectAsync(string host, string service, CancellationToken ct) => ConnectAsync(host, service, [], ct);

    /// <summary>
    /// Connects to a service of a host, or to an endpoint known before, whichever answers first. Known endpoints do not
    /// wait for the look-up of the name; once it is done, its addresses and the known ones are tried in turns.
    /// </summary>
    /// <param name="host">As in the other overload.</param>
    /// <param name="service">As in the other overload.</param>
    /// <param name="known">Endpoints of the same service, in the order in which they should be tried.</param>
    /// <param name="ct">Ends the attempts; all their sockets are closed.</param>
    /// <returns>A connected socket that belongs to the caller.</returns>
    /// <exception cref="NameConnectException">No address could be found or connected to.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="ct"/> was cancelled.</exception>
    public async Task<Socket> ConnectAsync(string host, string service, IReadOnlyList<IPEndPoint> known, CancellationToken ct)
    {
        ArgumentException.ThrowIfNullOrEmpty(host);
        ArgumentNullException.ThrowIfNull(service);
        ArgumentNullException.ThrowIfNull(known);
        ct.ThrowIfCancellationRequested();

        using var end = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var lookup = _targets.FindAsync(host, service, end.Token);
        if (known.Count == 0 && lookup.IsCompletedSuccessfully && lookup.Result is [{ OnlyEndPoint: { } only }])
        {
            return await ConnectOnlyAsync(host, service, only, ct).ConfigureAwait(false);
        }

        var feed = new CandidateFeed(lookup, known, _setting, end.Token);
        var race = new AttemptRace(feed, _setting, end);
        if (await race.RunAsync().ConfigureAwait(false) is { } socket)
        {
            return socket;
        }

        ct.ThrowIfCancellationRequested();
        throw race.Failures is { Count: > 0 } failures
            ? FailureReport.NoneReachable(host, service, failures, feed.LookupFailure, feed.Unanswered)
            : feed.LookupFailure ?? FailureReport.NoAddress(host, feed.Unanswered);
    }

    /// <summary>There is one address: nothing to put into order, and nobody to race with.</summary>
    private async Task<Socket> ConnectOnlyAsync(string host, string service, IPEndPoint endPoint, CancellationToken ct)
    {
        AttemptOutcome outcome = await new Attempt(endPoint, _setting, ct).Task.ConfigureAwait(false);
        if (outcome.Socket is { } socket)
        {
            return socket;
        }

        ct.ThrowIfCancellationRequested();
        throw FailureReport.NoneReachable(host, service, [new FailedAttempt(endPoint, outcome.Error!)], lookup: null, unanswered: null);
    }
}
