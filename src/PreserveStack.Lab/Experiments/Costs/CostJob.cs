// SPDX-License-Identifier: MIT
using System.Globalization;
using System.Text;
using PreserveStack.Lab.Machines;
using PreserveStack.Lab.Topologies;

namespace PreserveStack.Lab.Experiments.Costs;

/// <summary>The job of one run: both hosts, the module as the peer wants it, and <c>preserve-bench</c> between them.</summary>
/// <param name="peer">The transport.</param>
/// <param name="plan">The run.</param>
/// <param name="topology">The run's topology.</param>
public sealed class CostJob(CostPeer peer, RunPlan plan, Topology topology) : IRunJob
{
    /// <summary>What is measured, and the files that the results are in, below the job's output folder.</summary>
    internal static IReadOnlyList<string> Tests { get; } = ["throughput", "latency", "rate"];

    private const string Program = "preserve-bench";

    /// <inheritdoc/>
    public GuestJob Create(int liveMs) => new()
    {
        Script = Script(),
        CommandText = Program,
        Environment = topology.Environment,
        WithModule = peer.Module != ModuleState.None,
    };

    /// <inheritdoc/>
    public RunResult Read(RunRecord record) => CostReader.Read(plan, record);

    /// <summary>The file of a test's result.</summary>
    internal static string FileOf(string test) => test + ".ndjson";

    private string Script()
    {
        string[] enabled = peer.Module == ModuleState.Enabled ? ["client", "server"] : [];
        var script = new StringBuilder(TopologyScript.Setup(
            topology, new ModuleUse(peer.Module != ModuleState.None, enabled, plan.ModuleSettings)));
        script.Append(
            CultureInfo.InvariantCulture,
            $$"""
            set -e
            # Threads that spin before they sleep would be counted: by default .NET's do so for tens of thousands of instructions.
            export DOTNET_ThreadPool_UnfairSemaphoreSpinLimit=0
            on() { nsenter --net="/var/run/netns/$1" -- "${@:2}"; }
            for host in client server; do
                tc -n $host qdisc del dev link1 root
                on $host ethtool -K link1 tso {{Offloads}} gso {{Offloads}} gro {{Offloads}} >/dev/null
            done
            on server {{Program}} server >/job/out/server.log 2>&1 &
            until grep -qs listening /job/out/server.log; do sleep 0.1; done
            measure() {
                on client {{Program}} "$1" $SERVER1 --transport {{peer.Transport}} --repeats 1 --interval 0 --out /job/out/"$1".ndjson "${@:2}" \
                    >/job/out/"$1".log 2>&1 || { cat /job/out/"$1".log >&2; exit 1; }
            }
            measure throughput --size {{string.Join(',', CostBenchmark.Sizes)}} --bytes {{Value(CostKeys.Megabytes)}}M --warm-up {{Value(CostKeys.Megabytes)}}00k --calls {{Value(CostKeys.Calls)}}
            measure latency --count {{Value(CostKeys.RoundTrips)}} --warm-up 100 --calls {{Value(CostKeys.Calls)}}
            measure rate --count {{Value(CostKeys.Connections)}} --warm-up 50

            """);

        // Last: QEMU takes what goes to its ports when the host pleases, and what comes after would not repeat.
        script.Append("set +e\n").Append(GuestEnvironment.Script).Append("true\n");
        return script.ToString();
    }

    private string Offloads => Value(CostKeys.Offloads);

    private string Value(string key) => plan.Values[key];
}
