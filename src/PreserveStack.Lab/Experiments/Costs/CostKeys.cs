// SPDX-License-Identifier: MIT
namespace PreserveStack.Lab.Experiments.Costs;

/// <summary>The keys that every experiment of costs has among its settings.</summary>
internal static class CostKeys
{
    public const string Offloads = "offloads";
    public const string Calls = "calls";
    public const string Megabytes = "megabytes";
    public const string RoundTrips = "round_trips";
    public const string Connections = "connections";
    public const string Peer = "peer";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All { get; } = [Offloads, Calls, Megabytes, RoundTrips, Connections, Peer];
}
