// SPDX-License-Identifier: MIT
using System.Globalization;
using System.Text.Json;
using PreserveStack.Lab.Machines;
using Xunit;

namespace PreserveStack.Lab.Tests.Topologies;

/// <summary>The shipped topologies in real machines: connectivity, round trips and rates, in simulated time.</summary>
public sealed class TopologyMachineTests
{
    private const string Script =
        """
        set -e
        probe echo -n server --listen :: --count 2 &
        sleep 0.1
        probe ping -n client --connect $SERVER1 --bind $CLIENT1 --count 5
        probe ping -n client --connect $SERVER2 --bind $CLIENT2 --count 5
        for i in 1 2; do
            client=CLIENT$i server=SERVER$i
            start=$(probe clock --add 100)
            probe recv -n server --listen :: --port 700$i --start $start --duration 3000 &
            receiver=$!
            probe send -n client --connect ${!server} --bind ${!client} --port 700$i --start $start --duration 3000 >/dev/null
            wait $receiver
        done
        """;

    [Theory]
    [InlineData("two-links")]
    [InlineData("two-routers")]
    public async Task Both_links_have_their_round_trip_and_rate(string topology)
    {
        var lab = new LabRunner(MachineFactory.Create);
        var options = new ExecOptions { NoModule = true };

        var result = await lab.ExecAsync(topology, options, ["bash", "-c", Script], null, CancellationToken.None);

        Assert.True(result.ExitStatus == 0, result.StandardError);
        var lines = result.StandardOutput.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement).ToList();
        var pings = lines.Where(line => line.GetProperty("type").GetString() == "ping").ToList();
        Assert.Equal(2, pings.Count);
        Assert.All(pings, ping => Assert.InRange(ping.GetProperty("median_ms").GetDouble(), 20, 20.5));
        var received = lines.Where(line => line.GetProperty("type").GetString() == "received").ToList();
        Assert.Equal(2, received.Count);
        foreach (var transfer in received)
        {
            var megabits = transfer.GetProperty("delivered").GetInt64() * 8 / 3.0 / 1e6;
            Assert.True(megabits is > 14 and < 20 * 1428 / 1514.0, megabits.ToString(CultureInfo.InvariantCulture));
            Assert.Equal(0, transfer.GetProperty("changed").GetInt64());
            Assert.Equal(1, transfer.GetProperty("complete").GetInt32());
        }
    }

    [Fact]
    public async Task A_command_has_its_own_status_and_output()
    {
        var lab = new LabRunner(MachineFactory.Create);
        var options = new ExecOptions { NoModule = true, Parameters = new Dictionary<string, string> { ["server_addresses"] = "3" } };

        var result = await lab.ExecAsync("two-links", options, ["echo $SERVER3; echo problem >&2; exit 7"], null, CancellationToken.None);

        Assert.Equal(7, result.ExitStatus);
        Assert.Equal("2001:db8:3::5\n", result.StandardOutput);
        Assert.Equal("problem\n", result.StandardError);
    }
}
