// SPDX-License-Identifier: MIT
using System.Globalization;
using System.Text;
using PreserveStack.Lab.Machines;
using PreserveStack.Lab.Topologies;

namespace PreserveStack.Lab.Experiments.Downloads;

/// <summary>The job of one run: builds the topology, makes the kind of connection, serves a document and downloads it.</summary>
/// <param name="definition">The experiment.</param>
/// <param name="plan">The run.</param>
/// <param name="topology">The run's topology with its parameters.</param>
public sealed class DownloadJob(DownloadDefinition definition, RunPlan plan, Topology topology) : IRunJob
{
    /// <summary>Curve of received bytes, below the job's output folder.</summary>
    public const string ReceivedFile = "received.csv";

    /// <summary>The server's paths at the end, in the same folder.</summary>
    public const string PathsFile = "server.paths.end";

    private const string ServerConfiguration = "/job/lab/nginx.conf";
    private const string Content = "/job/www";

    /// <summary>In simulated time; the slowest cell of the tables takes two minutes.</summary>
    private const int LimitMs = 1_800_000;

    private readonly DownloadPeer _peer = definition.Peers[plan.Peer];
    private readonly int _proxies = int.Parse(plan.Values[DownloadKeys.Proxies], CultureInfo.InvariantCulture);

    private IReadOnlyList<int> Weights => PathWeights.Of(plan.Values[DownloadKeys.Weights], _proxies);

    /// <inheritdoc/>
    public GuestJob Create(int liveMs) => new()
    {
        Script = Script(),
        Files = [new GuestFile(ServerConfiguration, Encoding.UTF8.GetBytes(Nginx), UnixFileMode.UserRead)],
        Environment = new Dictionary<string, string>(topology.Environment)
        {
            ["PROXIES"] = plan.Values[DownloadKeys.Proxies],
            ["FAMILY"] = plan.Values[DownloadKeys.Family],
            ["WEIGHTS"] = string.Join(' ', Weights),
        },
        WithModule = _peer.UsesModule,
    };

    /// <inheritdoc/>
    public RunResult Read(RunRecord record) => DownloadReader.Read(plan, record);

    private string Script()
    {
        var script = new StringBuilder(TopologyScript.Setup(topology, _peer.UsesModule ? new ModuleUse(true, [], new Dictionary<string, string>()) : ModuleUse.None));
        script.Append(GuestEnvironment.Script);
        script.Append(CultureInfo.InvariantCulture, $"set -e\nmkdir -p {Content} /job/nginx\n");
        script.Append(CultureInfo.InvariantCulture, $"probe content --bytes {definition.DocumentBytes} >{Content}/document\n");
        if (_peer.Setup.Length > 0)
        {
            script.Append(_peer.Setup.TrimEnd()).Append('\n');
        }

        if (_peer.UsesModule)
        {
            AppendModule(script);
        }

        script.Append(CultureInfo.InvariantCulture, $"ip netns exec server {_peer.Server} nginx -c {ServerConfiguration}\n");
        script.Append(
            CultureInfo.InvariantCulture,
            $"probe fetch -n client {_peer.Fetch} --path /document --limit {LimitMs} --log /job/out/{ReceivedFile}\n");
        if (_peer.UsesModule)
        {
            script.Append(
                CultureInfo.InvariantCulture,
                $"ip netns exec server bash -c 'cat /proc/net/preserve/paths >/job/out/{PathsFile}; cat /proc/net/preserve/stats >/job/out/server.stats.end'\n");
            script.Append("ip netns exec client bash -c 'cat /proc/net/preserve/stats >/job/out/client.stats.end'\n");
        }

        return script.ToString();
    }

    /// <summary>The server spreads and the client puts in order; both do both where both send through the tunnels.</summary>
    private void AppendModule(StringBuilder script)
    {
        var twoWay = plan.Values[DownloadKeys.TwoWay] == "yes";
        AppendHost(script, "server", spreads: true, reorders: twoWay);
        AppendHost(script, "client", spreads: twoWay, reorders: true);
    }

    private void AppendHost(StringBuilder script, string host, bool spreads, bool reorders)
    {
        var buffer = plan.Values[DownloadKeys.Buffer];
        var settings = plan.ModuleSettings.Select(setting => $"net.preserve.{setting.Key}={setting.Value}").ToList();
        if (reorders && buffer != "0")
        {
            settings.Add($"net.preserve.reorder.max_packets={buffer}");
            settings.Add("net.preserve.reorder.enabled=1");
        }

        var commands = new List<string>();
        if (spreads)
        {
            var paths = Weights.Select((weight, i) => string.Create(CultureInfo.InvariantCulture, $"tun{i + 1} {weight}"));
            var lines = string.Concat(paths.Append($"mode {plan.Values[DownloadKeys.Mode]}").Select(line => line + "\\n"));
            commands.Add($"printf \"{lines}\" >/proc/net/preserve/paths");
            settings.Add("net.preserve.scheduler.enabled=1");
        }

        if (settings.Count > 0)
        {
            commands.Add($"sysctl -qw {string.Join(' ', settings)}");
        }

        if (commands.Count > 0)
        {
            script.Append(CultureInfo.InvariantCulture, $"ip netns exec {host} bash -ec '{string.Join("; ", commands)}'\n");
        }
    }

    /// <summary>One process, as processes are dear in User-mode Linux; it listens before its start returns.</summary>
    private const string Nginx =
        $$"""
        user root;
        master_process off;
        pid /job/nginx/pid;
        error_log /job/nginx/error.log;
        events { }
        http {
            access_log off;
            sendfile on;
            tcp_nopush on;
            client_body_temp_path /job/nginx/body;
            proxy_temp_path /job/nginx/proxy;
            fastcgi_temp_path /job/nginx/fastcgi;
            uwsgi_temp_path /job/nginx/uwsgi;
            scgi_temp_path /job/nginx/scgi;
            server {
                listen 80;
                listen [::]:80;
                root {{Content}};
            }
        }

        """;
}
