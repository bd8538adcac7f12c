// SPDX-License-Identifier: MIT
using System.Diagnostics;
using System.Net.Sockets;
using System.Text.Json;
using PreserveStack.Bench.Transports;
using Xunit;

namespace PreserveStack.Bench.Tests;

/// <summary>
/// What happens when a client that closes first has no port left: in a network namespace that has 8 of them, where TIME_WAIT connections
/// are never taken again. Needs root.
/// </summary>
public sealed class PortExhaustionTests
{
    private const int Ports = 8;

    // Ends with its first process, the shell. Programs of both ends, since a process has its sockets in one namespace.
    private const string Script =
        """
        ip link set lo up
        sysctl -qw net.ipv4.ip_local_port_range='40000 40007' net.ipv4.tcp_tw_reuse=0
        coproc server { exec dotnet preserve-bench.dll server --listen 127.0.0.1 --test-ports 7101-7101 2>/dev/null; }
        read -r listening <&"${server[0]}"
        dotnet preserve-bench.dll rate 127.0.0.1 --repeats 1 --interval 0 --port-wait 0.1 --json "$@"
        echo "status $?"
        """;

    [RootTheory]
    [InlineData("127.0.0.1", Ports)]
    [InlineData("127.0.0.1,127.0.0.2,127.0.0.3", 3 * Ports)]
    public async Task Each_source_address_has_all_ports(string sources, int connections)
    {
        string[] lines = await RateAsync("--closes", "client", "--source", sources, "--count", $"{connections}");
        Assert.Equal("status 0", lines[^1]);
        JsonElement measured = JsonDocument.Parse(lines[^2]).RootElement.GetProperty("measurements")[0];
        Assert.Equal((connections, 0), (measured.GetProperty("operations").GetInt32(), measured.GetProperty("port_waits").GetInt32()));
    }

    [RootFact]
    public async Task One_connection_more_is_a_failure_when_the_wait_is_over()
    {
        string[] lines = await RateAsync("--closes", "client", "--source", "127.0.0.1,127.0.0.2", "--count", $"{2 * Ports + 1}");
        Assert.Equal("status 2", lines[^1]);
    }

    [RootFact]
    public async Task A_server_that_closes_first_leaves_the_client_all_its_ports()
    {
        string[] lines = await RateAsync("--closes", "server", "--count", $"{10 * Ports}");
        Assert.Equal("status 0", lines[^1]);
    }

    [Fact]
    public async Task All_addresses_are_tried_before_a_wait_and_the_wait_is_counted()
    {
        int attempts = 0;
        var dialer = new PatientDialer(
            _ => ++attempts <= 5 ? throw new SocketException((int)SocketError.AddressNotAvailable) : ValueTask.FromResult<BenchConnection>(null!),
            sources: 3,
            TimeSpan.FromMinutes(1));
        await dialer.ConnectAsync(default);
        Assert.Equal((6, 1), (attempts, dialer.Waits));
        Assert.True(dialer.WaitedNs > 0);
        await dialer.ConnectAsync(default);
        Assert.Equal((7, 1), (attempts, dialer.Waits));
    }

    private static async Task<string[]> RateAsync(params string[] options)
    {
        using Process process = Process.Start(new ProcessStartInfo("unshare", ["--net", "--pid", "--fork", "--kill-child", "--mount-proc", "bash", "-c", Script, "rate", .. options])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = AppContext.BaseDirectory,
        })!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return output.Length > 0 ? output.Split('\n', StringSplitOptions.RemoveEmptyEntries) : throw new InvalidOperationException(await errors);
    }
}
