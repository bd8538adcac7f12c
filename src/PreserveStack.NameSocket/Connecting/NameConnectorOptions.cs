// SPDX-License-Identifier: MIT
using System.Net;
using System.Net.Sockets;

namespace PreserveStack.NameSocket.Connecting;

/// <summary>Settings of a <see cref="NameConnector"/>. The defaults are those of RFC 8305 section 8.</summary>
public sealed record NameConnectorOptions
{
    /// <summary>Shortest <see cref="ConnectionAttemptDelay"/>: 100 ms.</summary>
    public static readonly TimeSpan MinConnectionAttemptDelay = TimeSpan.FromMilliseconds(100);

    /// <summary>Longest <see cref="ConnectionAttemptDelay"/>: 2 s.</summary>
    public static readonly TimeSpan MaxConnectionAttemptDelay = TimeSpan.FromSeconds(2);

    /// <summary>
    /// Time an attempt has for itself before the next address is tried beside it (RFC 8305 section 5). Defaults to
    /// 250 ms; from 100 ms to 2 s.
    /// </summary>
    public TimeSpan ConnectionAttemptDelay { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>
    /// Time that IPv4 addresses wait for the answer about IPv6 (RFC 8305 section 3). Defaults to 50 ms; zero for no wait.
    /// </summary>
    public TimeSpan ResolutionDelay { get; init; } = TimeSpan.FromMilliseconds(50);

    /// <summary>
    /// Time after which an attempt that was not answered has failed. Defaults to 20 s. The time for the whole is up to
    /// the caller's cancellation token.
    /// </summary>
    public TimeSpan AttemptTimeout { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>
    /// Whether SRV records say where a service is (RFC 2782). Defaults to false. They are looked up for services by
    /// name, not for port numbers and numeric addresses; a domain without them is connected to as if this were off. A
    /// host written as "_service._tcp.domain" is looked up so in any case.
    /// </summary>
    public bool UseSrv { get; init; }

    /// <summary>
    /// Called for the socket of every attempt before it connects, from any thread: to set options or bind a local
    /// address. What it throws is the reason why the attempt failed. Null, the default, for nothing.
    /// </summary>
    public Action<Socket, IPEndPoint>? ConfigureSocket { get; init; }

    /// <summary>The table of services (services(5)), read anew for each name. Defaults to "/etc/services".</summary>
    public string ServicesPath { get; init; } = "/etc/services";

    /// <summary>
    /// Names the servers asked for SRV records (resolv.conf(5)), read anew for each look-up. Defaults to
    /// "/etc/resolv.conf". Addresses are looked up by the system's resolver, which has its own settings.
    /// </summary>
    public string ResolverConfigurationPath { get; init; } = "/etc/resolv.conf";

    /// <summary>Clock and timers. Defaults to those of the system.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>Checks the values.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A value is out of its range.</exception>
    internal void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(ConnectionAttemptDelay, MinConnectionAttemptDelay);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(ConnectionAttemptDelay, MaxConnectionAttemptDelay);
        ArgumentOutOfRangeException.ThrowIfLessThan(ResolutionDelay, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(AttemptTimeout, TimeSpan.Zero);
    }
}
