// SPDX-License-Identifier: MIT
using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace PreserveStack.NameSocket;

/// <summary>Instruments of the meter "PreserveStack.NameSocket", named as OpenTelemetry has it.</summary>
internal static class Metrics
{
    internal const string Name = "PreserveStack.NameSocket";
    private static readonly Meter Meter = new(Name);
    private static readonly UpDownCounter<int> Sessions = Meter.CreateUpDownCounter<int>(
        "namesocket.sessions.active", "{session}", "Sessions that have not ended.");

    private static readonly Counter<long> Resumes = Meter.CreateCounter<long>(
        "namesocket.session.resumes", "{resume}", "Sessions that were put onto a new connection.");

    private static readonly Counter<long> Retransmitted = Meter.CreateCounter<long>(
        "namesocket.session.retransmitted", "By", "Bytes that were sent again after a resume.");

    private static readonly Counter<long> Refused = Meter.CreateCounter<long>(
        "namesocket.listener.refusals", "{handshake}", "Handshakes a listener refused or gave up.");

    private static readonly string ClientRole = "client";
    private static readonly string ServerRole = "server";

    internal static ActivitySource Activities { get; } = new(Name);

    internal static void CountSession(bool isClient, int change) => Sessions.Add(change, Role(isClient));

    internal static void CountResume(bool isClient, long retransmitted)
    {
        Resumes.Add(1, Role(isClient));
        Retransmitted.Add(retransmitted, Role(isClient));
    }

    internal static void CountRefusal() => Refused.Add(1);

    private static KeyValuePair<string, object?> Role(bool isClient) => new("namesocket.role", isClient ? ClientRole : ServerRole);
}
