// SPDX-License-Identifier: MIT
using PreserveStack.Module.Tables;

namespace PreserveStack.Module.Events;

/// <summary>Something that happened to a connection, as the module tells it. What an event does not have is null.</summary>
/// <param name="Time">When it was received.</param>
/// <param name="Event">What happened.</param>
/// <param name="Id">Number of the connection, as in /proc/net/preserve/connections.</param>
/// <param name="Role">Who opened it.</param>
/// <param name="Pair">The pair of its handshake.</param>
/// <param name="LocalPort">Local port.</param>
/// <param name="RemotePort">Remote port.</param>
/// <param name="Pairs">Number of its pairs.</param>
/// <param name="From">The pair that was left.</param>
/// <param name="To">The pair that was taken, or refused.</param>
/// <param name="Cause">Why the pair changed.</param>
/// <param name="Reason">Why it is plain TCP: the name of a counter of /proc/net/preserve/stats.</param>
public sealed record ConnectionEvent(
    DateTimeOffset Time,
    ConnectionEventKind Event,
    ulong? Id = null,
    ConnectionRole? Role = null,
    AddressPair? Pair = null,
    ushort? LocalPort = null,
    ushort? RemotePort = null,
    int? Pairs = null,
    AddressPair? From = null,
    AddressPair? To = null,
    MigrationCause? Cause = null,
    string? Reason = null);
