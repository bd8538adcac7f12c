// SPDX-License-Identifier: MIT
namespace PreserveStack.Lab.Experiments.Downloads;

/// <summary>A kind of connection.</summary>
/// <param name="Name">As people call it.</param>
/// <param name="UsesModule">Whether the module spreads its packets, with the run's mode, weights and buffer.</param>
/// <param name="Values">The run's values that it fixes.</param>
/// <param name="Topology">Parameters of the topology that it needs.</param>
/// <param name="Setup">Shell lines that make it, with the topology's addresses, PROXIES, FAMILY and WEIGHTS in the environment.</param>
/// <param name="Server">What the web server's command line begins with; empty for nothing.</param>
/// <param name="Fetch">Options of the client; by default it connects to SERVER1.</param>
public sealed record DownloadPeer(
    string Name,
    bool UsesModule,
    IReadOnlyDictionary<string, string> Values,
    IReadOnlyDictionary<string, string> Topology,
    string Setup,
    string Server,
    string Fetch);
