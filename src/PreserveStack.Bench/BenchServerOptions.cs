// SPDX-License-Identifier: MIT
using System.Net;

namespace PreserveStack.Bench;

/// <summary>Settings of a server.</summary>
public sealed record BenchServerOptions
{
    /// <summary>The address to listen on. Defaults to all of this host.</summary>
    public IPAddress? Address { get; init; }

    /// <summary>The port of control connections; 0 for any. Defaults to 7100.</summary>
    public int Port { get; init; } = BenchPlan.StandardPort;

    /// <summary>First of the ports that tests listen on, for firewalls; 0, the default, for any that is free.</summary>
    public int FirstTestPort { get; init; }

    /// <summary>Last of them.</summary>
    public int LastTestPort { get; init; }

    /// <summary>Clients at a time; more are refused. Defaults to 16. Figures of processor time are only right for one at a time.</summary>
    public int MaxClients { get; init; } = 16;

    /// <summary>Connections of a test at a time. Defaults to 1024.</summary>
    public int MaxConnections { get; init; } = 1024;

    /// <summary>Time that a client may say nothing, before the first word and while no test runs. Defaults to 30 s.</summary>
    public TimeSpan IdleTimeout { get; init; } = TimeSpan.FromSeconds(30);
}
