// SPDX-License-Identifier: MIT
using System.Globalization;
using System.Text;
using PreserveStack.Lab.Machines;
using PreserveStack.Lab.Topologies;

namespace PreserveStack.Lab.Experiments;

/// <summary>The job of one run: builds the topology, starts both ends, cuts, and collects.</summary>
/// <param name="definition">The experiment.</param>
/// <param name="plan">The run.</param>
/// <param name="topology">The run's topology with its parameters.</param>
public sealed class TransferJob(TransferDefinition definition, RunPlan plan, Topology topology) : IRunJob
{
    /// <summary>Curve of received bytes, below the job's output folder.</summary>
    public const string ReceivedFile = "received.csv";

    private const string TimelinePath = "/job/lab/timeline";
    private const int SettleMs = 300;
    private const int GraceMs = 30_000;
    private const int WatchOneMs = 10;
    private const int WatchManyMs = 100;
    private const int SeedShiftMs = 23;
    private const int SeedShiftRangeMs = 100;
    private const int MomentMs = 250;

    private static readonly string[] Ends = ["client", "server"];

    /// <summary>The module's tables are read so long before the end, while the connections still exist.</summary>
    private static readonly TimeSpan BeforeEnd = TimeSpan.FromMilliseconds(100);

    private readonly PeerDefinition _peer = definition.Peers[plan.Peer];
    private readonly VariantDefinition _variant = definition.Variants[plan.Values["variant"]].Later(
        TimeSpan.FromMilliseconds((int.Parse(plan.Values[TransferKeys.Moment], CultureInfo.InvariantCulture) - 1) * MomentMs));

    /// <summary>The run's variant.</summary>
    public VariantDefinition Variant => _variant;

    /// <inheritdoc/>
    public GuestJob Create(int liveMs) => new()
    {
        Script = Script(liveMs),
        Files = [new GuestFile(TimelinePath, Encoding.UTF8.GetBytes(Timeline()), UnixFileMode.UserRead)],
        Environment = topology.Environment,
        WithModule = _peer.UsesModule,
    };

    /// <inheritdoc/>
    public RunResult Read(RunRecord record) => RunRecordReader.Read(plan, _variant, record);

    private string Script(int liveMs)
    {
        var script = new StringBuilder(TopologyScript.Setup(topology, Module()));
        script.Append(FaultScript.Preparation(plan.Cut == "none" ? [] : topology.Fault(plan.Cut, 1)));
        AppendLines(script, "client", _peer.ClientLines);
        AppendLines(script, "server", _peer.ServerLines);
        script.Append(Checked(_peer.Setup));
        script.Append(Checked(definition.Firewalls[plan.Values[TransferKeys.Firewall]]));
        script.Append(GuestEnvironment.Script);
        script.Append(CultureInfo.InvariantCulture, $"T0=$(probe clock --add {SettleMs})\n");
        script.Append(CultureInfo.InvariantCulture, $"{End("server", liveMs)} &\n");
        if (_peer.UsesModule)
        {
            var every = plan.Values["connections"] == "1" ? WatchOneMs : WatchManyMs;
            script.Append(
                CultureInfo.InvariantCulture,
                $"probe watch -n client -n server --start $T0 --duration {DurationMs} --every {every} &\n");
        }

        script.Append(CultureInfo.InvariantCulture, $"probe timeline {TimelinePath} --start $T0 &\n");
        script.Append(CultureInfo.InvariantCulture, $"{End("client", liveMs)} &\n");
        script.Append("wait\n");
        if (_peer.UsesModule)
        {
            script.Append(TablesCommand("end")).Append('\n');
        }

        return script.ToString();
    }

    /// <summary>The lines, of which each has to succeed.</summary>
    private static string Checked(string lines) => lines.Length == 0 ? "" : $"set -e\n{lines.TrimEnd()}\nset +e\n";

    private ModuleUse Module() => _peer.UsesModule ? ModuleUse.In(topology, []) with { Sysctls = plan.ModuleSettings } : ModuleUse.None;

    private static void AppendLines(StringBuilder script, string host, IReadOnlyList<string> lines)
    {
        if (lines.Count > 0)
        {
            script.Append(CultureInfo.InvariantCulture, $"ip -n {host} -batch - <<END || exit 3\n{string.Join('\n', lines)}\nEND\n");
        }
    }

    private string DurationMs => ((long)_variant.Duration.TotalMilliseconds).ToString(CultureInfo.InvariantCulture);

    /// <summary>
    /// The helper's call for one end. The server listens at any address, as servers do: MPTCP's further subflows
    /// need that. The client leaves its source address to the routes.
    /// </summary>
    private string End(string host, int liveMs)
    {
        var sends = plan.Sender == host;
        var call = new StringBuilder();
        call.Append(sends ? "probe send" : "probe recv");
        call.Append(host == "client" ? " -n client --connect $SERVER1" : " -n server --listen ::");
        call.Append(CultureInfo.InvariantCulture, $" --start $T0 --duration {DurationMs} --grace {GraceMs}");
        call.Append(CultureInfo.InvariantCulture, $" --connections {plan.Values["connections"]}");
        if (_peer.UsesMptcp)
        {
            call.Append(" --mptcp");
        }

        var stream = definition.Streams[plan.Values["stream"]];
        if (sends && stream is { Chunk: { } chunk, Interval: { } interval })
        {
            call.Append(
                CultureInfo.InvariantCulture,
                $" --stream {plan.Values["stream"]} --chunk {chunk} --interval {interval.TotalMilliseconds:0}");
        }

        if (!sends)
        {
            call.Append(CultureInfo.InvariantCulture, $" --log /job/out/{ReceivedFile}");
        }

        if (!sends && liveMs > 0)
        {
            call.Append(CultureInfo.InvariantCulture, $" --live {liveMs}");
        }

        return call.ToString();
    }

    /// <summary>
    /// The events of a run. Each seed meets the sender within another round trip: but for the first, they
    /// come up to 100 ms later, beside what the moment makes them later.
    /// </summary>
    private string Timeline()
    {
        var shift = TimeSpan.FromMilliseconds(Math.Max(0L, plan.Machine.Seed - 1) * SeedShiftMs % SeedShiftRangeMs);
        var lines = new List<(TimeSpan At, string Line)>();
        if (plan.Cut != "none")
        {
            foreach (var happening in _variant.Events)
            {
                var steps = topology.Fault(plan.Cut, happening.Link);
                var done = happening.IsCut ? steps : [.. steps.Select(step => step.Inverse)];
                var label = $"{(happening.IsCut ? "cut" : "heal")} link{happening.Link}";
                lines.AddRange(FaultScript.Commands(topology, done)
                    .Select(command => (happening.At + shift, TopologyScript.TimelineLine(happening.At + shift, label, command))));
            }
        }

        if (_peer.UsesModule)
        {
            var at = _variant.Duration - BeforeEnd;
            lines.Add((at, TopologyScript.TimelineLine(at, "tables", TablesCommand("before"))));
        }

        return string.Concat(lines.OrderBy(line => line.At).Select(line => line.Line));
    }

    private static string TablesCommand(string moment)
        => string.Join("; ", Ends.Select(host =>
            $"ip netns exec {host} bash -c 'cat /proc/net/preserve/connections >/job/out/{host}.connections.{moment}; "
            + $"cat /proc/net/preserve/stats >/job/out/{host}.stats.{moment}'"));
}
